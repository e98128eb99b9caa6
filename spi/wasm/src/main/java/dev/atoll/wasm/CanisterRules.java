package dev.atoll.wasm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the Internet Computer demands of a valid module, in the order in which it checks.
///
/// Messages are those of the reference implementation; callers put "Canister's Wasm module is not
/// valid: " before them.
///
/// Source: `rs/embedders/src/wasm_utils/validation.rs`; texts from the developer documentation,
/// "Execution errors".
final class CanisterRules {

  static final Set<String> ENTRY_POINTS =
      Set.of(
          "canister_init",
          "canister_inspect_message",
          "canister_pre_upgrade",
          "canister_post_upgrade",
          "canister_heartbeat",
          "canister_global_timer",
          "canister_on_low_wasm_memory");

  private static final Set<String> RESERVED_EXPORTS =
      Set.of(
          "canister counter_instructions",
          "canister_start",
          "canister counter_dirty_pages",
          "canister counter_accessed_pages",
          "stable_memory",
          "stable_memory_bytemap");

  private static final int SHOWN_NAME_CHARS = 100;
  private static final long WASM_PAGE_SIZE_BYTES = 65_536;

  private final WasmModule module;

  CanisterRules(WasmModule module) {
    this.module = module;
  }

  void checkCodeSectionSize() {
    if (module.codeSectionSize() > CanisterLimits.CODE_SECTION_SIZE_BYTES_MAX) {
      throw WasmException.rule(
          "Wasm module code section size of %d exceeds the maximum allowed size of %d."
              .formatted(module.codeSectionSize(), CanisterLimits.CODE_SECTION_SIZE_BYTES_MAX));
    }
  }

  void checkImports() {
    SystemApiSignatures api = SystemApiSignatures.of(module.isMemory64());
    for (Import entry : module.imports()) {
      switch (entry.type()) {
        case ExternalType.Function function -> checkImport(entry, function, api);
        case ExternalType.Table table -> throw importFault("Importing tables is not allowed.");
        case ExternalType.Memory memory -> throw importFault("Importing memories is not allowed.");
        case ExternalType.Global global -> throw importFault("Importing globals is not allowed.");
      }
    }
  }

  private void checkImport(Import entry, ExternalType.Function function, SystemApiSignatures api) {
    FunctionType expected = api.find(entry.name());
    if (expected == null) {
      throw importFault(
          "Module imports function '%s' from '%s' that is not exported by the runtime."
              .formatted(entry.name(), entry.module()));
    }
    if (!entry.module().equals(SystemApiSignatures.MODULE)) {
      throw importFault(
          "Module imports function \"%s\" from \"%s\", expected to be imported from one of [\"%s\"] instead."
              .formatted(entry.name(), entry.module(), SystemApiSignatures.MODULE));
    }
    checkSignature(entry.name(), expected, module.types().get(function.typeIndex()));
  }

  private static WasmException importFault(String message) {
    return WasmException.rule("Wasm module has an invalid import section. " + message);
  }

  private static void checkSignature(String name, FunctionType expected, FunctionType found) {
    if (!found.parameters().equals(expected.parameters())) {
      throw signatureFault("input params", name, expected.parameters(), found.parameters());
    }
    if (!found.results().equals(expected.results())) {
      throw signatureFault("return type", name, expected.results(), found.results());
    }
  }

  private static WasmException signatureFault(
      String what, String name, List<ValueType> expected, List<ValueType> found) {
    return WasmException.rule(
        "Wasm module has an invalid function signature. Expected %s %s for '%s', got %s."
            .formatted(what, names(expected), name, names(found)));
  }

  private static String names(List<ValueType> types) {
    return types.stream().map(ValueType::name).collect(Collectors.joining(", ", "[", "]"));
  }

  List<ExportedMethod> checkExports() {
    List<ExportedMethod> methods = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    long namesSize = 0;
    for (Export export : module.exports()) {
      if (RESERVED_EXPORTS.contains(export.name())) {
        throw exportFault("Exporting reserved symbol %s not allowed.".formatted(export.name()));
      }
      if (export.kind() != Export.Kind.FUNCTION || !export.name().startsWith("canister_")) {
        continue;
      }
      ExportedMethod method = methodOf(export);
      if (method != null) {
        if (!seen.add(method.name())) {
          throw exportFault(
              "Duplicate function '%s' exported multiple times with different call types: update, query, or composite_query."
                  .formatted(method.name()));
        }
        methods.add(method);
        namesSize += method.name().getBytes(StandardCharsets.UTF_8).length;
      } else if (!ENTRY_POINTS.contains(export.name())) {
        throw exportFault(
            "Exporting reserved function '%s' with \"canister_\" prefix".formatted(export.name()));
      }
      checkSignature(export.name(), FunctionType.EMPTY, module.functionType(export.index()));
    }
    if (methods.size() > CanisterLimits.EXPORTED_METHODS_MAX) {
      throw exportFault(
          "The number of exported functions called `canister_update <name>`, `canister_query <name>`, or `canister_composite_query <name>` exceeds %d."
              .formatted(CanisterLimits.EXPORTED_METHODS_MAX));
    }
    if (namesSize > CanisterLimits.EXPORTED_METHOD_NAMES_SIZE_BYTES_MAX) {
      throw exportFault(
          "The sum of `<name>` lengths in exported functions called `canister_update <name>`, `canister_query <name>`, or `canister_composite_query <name>` exceeds %d."
              .formatted(CanisterLimits.EXPORTED_METHOD_NAMES_SIZE_BYTES_MAX));
    }
    return methods;
  }

  static @Nullable ExportedMethod methodOf(Export export) {
    for (ExportedMethod.Kind kind : ExportedMethod.Kind.values()) {
      if (export.name().startsWith(kind.prefix())) {
        return new ExportedMethod(
            kind, export.name().substring(kind.prefix().length()), export.index());
      }
    }
    return null;
  }

  private static WasmException exportFault(String message) {
    return WasmException.rule("Wasm module has an invalid export section. " + message);
  }

  void checkData() {
    ExternalType.Memory memory = module.memory();
    long sizeBytes = memory == null ? 0 : memory.minimum() * WASM_PAGE_SIZE_BYTES;
    for (DataSegment segment : module.data()) {
      if (segment.mode() instanceof SegmentMode.Active active) {
        long offset =
            switch (active.offset()) {
              case ConstantExpression.I32Const c -> c.value() & 0xffff_ffffL;
              case ConstantExpression.I64Const c -> c.value();
              default ->
                  throw WasmException.rule(
                      "Wasm module has an invalid data section. Invalid offset expression in data segment for %dbit memory: %s"
                          .formatted(module.isMemory64() ? 64 : 32, active.offset()));
            };
        if (Long.compareUnsigned(offset, sizeBytes) > 0 || segment.length() > sizeBytes - offset) {
          throw WasmException.rule(
              "Wasm module has invalid data segment of %d bytes at %s"
                  .formatted(segment.length(), Long.toUnsignedString(offset)));
        }
      }
    }
  }

  void checkGlobals() {
    int count = module.globalTypes().size();
    if (count > CanisterLimits.GLOBALS_MAX) {
      throw WasmException.rule(
          "Wasm module defined %d globals which exceeds the maximum number allowed %d."
              .formatted(count, CanisterLimits.GLOBALS_MAX));
    }
    for (ExternalType.Global global : module.globalTypes()) {
      if (global.type().isReference()) {
        throw WasmException.rule(
            "Wasm module has an invalid global section. Unsupported global type: " + global.type());
      }
    }
  }

  void checkFunctions() {
    int count = module.bodies().size();
    if (count > CanisterLimits.FUNCTIONS_MAX) {
      throw WasmException.rule(
          "Wasm module defined %d functions, which exceeds the maximum number allowed %d."
              .formatted(count, CanisterLimits.FUNCTIONS_MAX));
    }
    module
        .functionNames()
        .tailMap(module.importedFunctionCount())
        .forEach(CanisterRules::checkFunctionName);
  }

  private static void checkFunctionName(int function, String name) {
    int size = name.getBytes(StandardCharsets.UTF_8).length;
    if (size > CanisterLimits.FUNCTION_NAME_SIZE_BYTES_MAX) {
      throw WasmException.rule(
          "Wasm module contains a function at index %d with name '%s...' of size %d bytes that exceeds the maximum allowed size of %d bytes."
              .formatted(
                  function,
                  name.substring(0, SHOWN_NAME_CHARS),
                  size,
                  CanisterLimits.FUNCTION_NAME_SIZE_BYTES_MAX));
    }
  }

  void checkMemory() {
    ExternalType.Memory memory = module.memory();
    if (memory != null
        && memory.is64()
        && Long.compareUnsigned(memory.minimum(), CanisterLimits.MEMORY64_PAGES_MAX) > 0) {
      throw WasmException.rule(
          "Wasm module declares an initial memory of %s pages which exceeds the maximum number allowed %d."
              .formatted(
                  Long.toUnsignedString(memory.minimum()), CanisterLimits.MEMORY64_PAGES_MAX));
    }
  }

  SortedMap<String, MetadataSection> checkCustomSections() {
    SortedMap<String, MetadataSection> result = new TreeMap<>();
    long size = 0;
    for (CustomSection section : module.customSections()) {
      if (section.name().startsWith("icp:")) {
        MetadataSection metadata = metadataOf(section);
        if (result.putIfAbsent(metadata.name(), metadata) != null) {
          throw customFault(
              "Invalid custom section: name %s already exists".formatted(metadata.name()));
        }
        size += section.length() + metadata.name().getBytes(StandardCharsets.UTF_8).length;
        if (size > CanisterLimits.CUSTOM_SECTIONS_SIZE_BYTES_MAX) {
          throw customFault(
              "Invalid custom sections: total size of the custom sections exceeds the maximum allowed: size %d bytes, allowed %d bytes"
                  .formatted(size, CanisterLimits.CUSTOM_SECTIONS_SIZE_BYTES_MAX));
        }
        if (result.size() > CanisterLimits.CUSTOM_SECTIONS_MAX) {
          throw WasmException.rule(
              "Wasm module defined %d custom sections which exceeds the maximum number allowed %d."
                  .formatted(result.size(), CanisterLimits.CUSTOM_SECTIONS_MAX));
        }
      }
    }
    return result;
  }

  private MetadataSection metadataOf(CustomSection section) {
    String name = section.name();
    if (name.startsWith("icp:public ")) {
      return new MetadataSection(
          name.substring("icp:public ".length()), true, module.contentOf(section));
    }
    if (name.startsWith("icp:private ")) {
      return new MetadataSection(
          name.substring("icp:private ".length()), false, module.contentOf(section));
    }
    if (name.equals("icp:public") || name.equals("icp:private")) {
      throw customFault("'icp:' section names must have a space after the public/private scope");
    }
    throw customFault(
        "Invalid custom section: Custom section '%s' has no public/private scope defined."
            .formatted(name));
  }

  private static WasmException customFault(String message) {
    return WasmException.rule("Wasm module has an invalid custom section. " + message);
  }
}
