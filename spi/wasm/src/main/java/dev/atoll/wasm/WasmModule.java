package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A decoded module: its structure, with code and data as ranges of its bytes.
///
/// Immutable and safe for use from any thread. Decoding checks the binary format only; whether
/// indexes exist and types fit is for [ModuleValidator].
///
/// Source: WebAssembly core specification, "Binary Format".
public final class WasmModule {

  private final ModuleParts parts;

  WasmModule(ModuleParts parts) {
    this.parts = parts;
  }

  /// Reads the structure of a module.
  ///
  /// @throws WasmException if the bytes are not a module in the binary format
  public static WasmModule decode(Bytes bytes) {
    return new ModuleDecoder(bytes).decode();
  }

  /// Reads an uploaded module, unpacking it first if it is compressed with gzip.
  ///
  /// @param sizeBytesMax the largest module after unpacking
  /// @throws WasmException if it cannot be unpacked, is too large, or is no module
  public static WasmModule fromUpload(Bytes upload, int sizeBytesMax) {
    return decode(Upload.unpack(upload, sizeBytesMax));
  }

  /// The module as it was decoded, after unpacking.
  public Bytes bytes() {
    return parts.bytes();
  }

  public List<FunctionType> types() {
    return parts.types();
  }

  public List<Import> imports() {
    return parts.imports();
  }

  /// Imported functions: the first ones of the function index space.
  public int importedFunctionCount() {
    return parts.importedFunctions();
  }

  /// Imported and defined functions.
  public int functionCount() {
    return parts.functionTypes().length;
  }

  /// The type index of a function, imported or defined.
  public int functionTypeIndex(int functionIndex) {
    return parts.functionTypes()[functionIndex];
  }

  /// The type of a function, imported or defined.
  public FunctionType functionType(int functionIndex) {
    return types().get(functionTypeIndex(functionIndex));
  }

  /// The code of the defined functions, in order.
  public List<FunctionBody> bodies() {
    return parts.bodies();
  }

  /// The code of a defined function.
  public FunctionBody body(int functionIndex) {
    return parts.bodies().get(functionIndex - parts.importedFunctions());
  }

  /// Tables, imported ones first.
  public List<ExternalType.Table> tables() {
    return parts.tables();
  }

  /// Memories, imported ones first; a valid module has at most one.
  public List<ExternalType.Memory> memories() {
    return parts.memories();
  }

  /// The memory, null if there is none.
  public ExternalType.@Nullable Memory memory() {
    return parts.memories().isEmpty() ? null : parts.memories().getFirst();
  }

  /// Whether addresses are 64 bits wide; false without a memory.
  public boolean isMemory64() {
    return !parts.memories().isEmpty() && parts.memories().getFirst().is64();
  }

  /// The types of all globals, imported ones first.
  public List<ExternalType.Global> globalTypes() {
    return parts.globalTypes();
  }

  /// The globals that the module defines.
  public List<Global> globals() {
    return parts.globals();
  }

  public List<Export> exports() {
    return parts.exports();
  }

  /// The function to run at instantiation.
  public OptionalInt start() {
    return parts.start();
  }

  public List<ElementSegment> elements() {
    return parts.elements();
  }

  public List<DataSegment> data() {
    return parts.data();
  }

  /// The bytes of a data segment.
  public Bytes contentOf(DataSegment segment) {
    return Bytes.copyOf(bytes().unsafeArray(), segment.start(), segment.length());
  }

  /// Whether a data count section is present, as `memory.init` and `data.drop` demand.
  public boolean hasDataCount() {
    return parts.hasDataCount();
  }

  /// Custom sections in order, the name section among them.
  public List<CustomSection> customSections() {
    return parts.customSections();
  }

  /// The bytes of a custom section after its name.
  public Bytes contentOf(CustomSection section) {
    return Bytes.copyOf(bytes().unsafeArray(), section.start(), section.length());
  }

  /// The names of functions by index, from the name section; empty if it is absent or malformed.
  public SortedMap<Integer, String> functionNames() {
    return parts.functionNames();
  }

  /// The name of a function from the name section, empty if it has none.
  public String functionName(int functionIndex) {
    String name = parts.functionNames().get(functionIndex);
    return name == null ? "" : name;
  }

  /// The size of the code section in bytes.
  public int codeSectionSize() {
    return parts.codeSectionSize();
  }

  /// Where its parts begin.
  ModuleOffsets offsets() {
    return parts.offsets();
  }

  /// A reader over the instructions of a defined function.
  public InstructionReader instructions(FunctionBody body) {
    return new InstructionReader(bytes().unsafeArray(), body.start(), body.end());
  }
}
