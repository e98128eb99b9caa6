package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// A module that is valid and may be run.
///
/// Made by [#ofCanister] from what a user uploads, or by [#ofPlain] from any valid module, which is
/// for engines and their tests. Immutable and safe for use from any thread.
public final class ValidatedModule {

  private final Bytes uploaded;
  private final Bytes moduleHash;
  private final WasmModule module;
  private final List<ExportedMethod> exportedMethods;
  private final SortedMap<String, MetadataSection> metadata;
  private final CodeFacts code;
  private final boolean resetsOnEachMessage;
  // Looked up for every message.
  private final Map<String, ExportedMethod> methodsByName = new HashMap<>();
  private final Map<String, Integer> functionsByExport = new HashMap<>();

  private ValidatedModule(
      Bytes uploaded,
      WasmModule module,
      List<ExportedMethod> exportedMethods,
      SortedMap<String, MetadataSection> metadata,
      CodeFacts code,
      Bytes moduleHash) {
    this.uploaded = uploaded;
    this.moduleHash = moduleHash;
    this.module = module;
    this.exportedMethods = List.copyOf(exportedMethods);
    this.metadata = metadata;
    this.code = code;
    this.resetsOnEachMessage = code.changesTables() || code.dropsSegments();
    exportedMethods.forEach(method -> methodsByName.putIfAbsent(method.name(), method));
    for (Export export : module.exports()) {
      if (export.kind() == Export.Kind.FUNCTION) {
        functionsByExport.put(export.name(), export.index());
      }
    }
  }

  /// Checks an uploaded module by all rules of the Internet Computer.
  ///
  /// @param upload Wasm, or Wasm compressed with gzip
  /// @throws WasmException with the message for the user, to follow "Canister's Wasm module is not
  ///     valid: "
  public static ValidatedModule ofCanister(Bytes upload) {
    ModuleHash hash = ModuleHash.begin(upload);
    try {
      return ofCanister(upload, hash);
    } finally {
      hash.end();
    }
  }

  private static ValidatedModule ofCanister(Bytes upload, ModuleHash hash) {
    Bytes unpacked = Upload.unpack(upload, CanisterLimits.MODULE_SIZE_BYTES_MAX);
    WasmModule module;
    try {
      module = WasmModule.decode(unpacked);
    } catch (WasmException e) {
      throw e.prefixed("Failed to decode wasm module: ");
    }
    CanisterRules rules = new CanisterRules(module);
    rules.checkCodeSectionSize();
    CodeFacts code;
    try {
      code = ModuleValidator.factsOf(module);
    } catch (WasmException e) {
      throw e.prefixed("Failed to validate wasm module: ");
    }
    rules.checkImports();
    List<ExportedMethod> methods = rules.checkExports();
    rules.checkMemory();
    rules.checkData();
    rules.checkGlobals();
    rules.checkFunctions();
    code.checkLimits();
    return new ValidatedModule(
        upload, module, methods, rules.checkCustomSections(), code, hash.value());
  }

  /// Checks a module by the rules of WebAssembly only: any imports and exports are allowed.
  ///
  /// @param wasm not compressed
  /// @throws WasmException if it is malformed or invalid
  public static ValidatedModule ofPlain(Bytes wasm) {
    WasmModule module = WasmModule.decode(wasm);
    CodeFacts code = ModuleValidator.factsOf(module);
    List<ExportedMethod> methods =
        module.exports().stream()
            .filter(export -> export.kind() == Export.Kind.FUNCTION)
            .flatMap(export -> Optional.ofNullable(CanisterRules.methodOf(export)).stream())
            .toList();
    return new ValidatedModule(wasm, module, methods, new TreeMap<>(), code, ModuleHash.of(wasm));
  }

  /// The bytes as they were uploaded, perhaps compressed.
  public Bytes uploaded() {
    return uploaded;
  }

  /// SHA-256 of the uploaded bytes: 32 bytes. This is the `module_hash` of a canister.
  public Bytes moduleHash() {
    return moduleHash;
  }

  /// The decoded module; its bytes are unpacked.
  public WasmModule module() {
    return module;
  }

  /// Update, query and composite query methods in the order of the export section.
  public List<ExportedMethod> exportedMethods() {
    return exportedMethods;
  }

  /// The method with this name.
  public Optional<ExportedMethod> exportedMethod(String name) {
    return Optional.ofNullable(methodsByName.get(name));
  }

  /// The index of the function that is exported under this full name, such as `canister_init`.
  public OptionalInt exportedFunction(String exportName) {
    Integer index = functionsByExport.get(exportName);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /// The `icp:public` or `icp:private` section with this name.
  public Optional<MetadataSection> customSection(String name) {
    return Optional.ofNullable(metadata.get(name));
  }

  /// All `icp:public` and `icp:private` sections by name.
  public SortedMap<String, MetadataSection> customSections() {
    return Collections.unmodifiableSortedMap(metadata);
  }

  /// Instructions in all function bodies, every `end` among them.
  public long instructionCount() {
    return code.instructions();
  }

  /// Instructions to charge the compilation for: the uploaded ones and those of the metering.
  ///
  /// The helper functions that the reference implementation adds to every module are left out.
  public long compiledInstructionCount() {
    return code.compiledInstructions();
  }

  /// The greatest height of the operand stack of a function that the module defines.
  public int operandsMax(FunctionBody body) {
    return code.of(body).greatestHeight();
  }

  /// The heights of the operand stack of a function before all blocks, loops, conditions, ends and
  /// branches together, those of a branch table once for each label that it names.
  public long operandsAtBranches(FunctionBody body) {
    return code.of(body).heightsAtBranches();
  }

  /// Whether code can change tables or drop segments.
  ///
  /// Neither is part of the state of a canister: such a module needs a fresh instance for each
  /// message, others may keep theirs.
  public boolean resetsOnEachMessage() {
    return resetsOnEachMessage;
  }
}
