package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;

/// What [ModuleDecoder] found; [WasmModule] shows it.
///
/// @param functionTypes type indexes of all functions, imported ones first
@SuppressWarnings("ArrayRecordComponent") // never compared and never given out
record ModuleParts(
    Bytes bytes,
    List<FunctionType> types,
    List<Import> imports,
    int importedFunctions,
    int[] functionTypes,
    List<FunctionBody> bodies,
    List<ExternalType.Table> tables,
    List<ExternalType.Memory> memories,
    List<ExternalType.Global> globalTypes,
    List<Global> globals,
    List<Export> exports,
    OptionalInt start,
    List<ElementSegment> elements,
    List<DataSegment> data,
    boolean hasDataCount,
    List<CustomSection> customSections,
    SortedMap<Integer, String> functionNames,
    int codeSectionSize,
    ModuleOffsets offsets) {

  ModuleParts {
    types = List.copyOf(types);
    imports = List.copyOf(imports);
    bodies = List.copyOf(bodies);
    tables = List.copyOf(tables);
    memories = List.copyOf(memories);
    globalTypes = List.copyOf(globalTypes);
    globals = List.copyOf(globals);
    exports = List.copyOf(exports);
    elements = List.copyOf(elements);
    data = List.copyOf(data);
    customSections = List.copyOf(customSections);
  }
}
