package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Reads the sections of one module in order.
///
/// Source: WebAssembly core specification, "Binary Format: Modules".
final class ModuleDecoder {

  private static final int MAGIC = 0x6d736100;
  private static final int VERSION = 1;
  private static final int TAG_SECTION = 13;
  private static final int TAG_KIND = 4;

  /// The place of each section id in the order that the format demands; 0 for unknown ids.
  private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10};

  private final Bytes bytes;
  private final ByteReader in;
  private final EntityDecoder entities;

  private final List<FunctionType> types = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<Integer> functionTypes = new ArrayList<>();
  private int importedFunctions;
  private final List<FunctionBody> bodies = new ArrayList<>();
  private final List<ExternalType.Table> tables = new ArrayList<>();
  private final List<ExternalType.Memory> memories = new ArrayList<>();
  private final List<ExternalType.Global> globalTypes = new ArrayList<>();
  private final List<Global> globals = new ArrayList<>();
  private final List<Export> exports = new ArrayList<>();
  private OptionalInt start = OptionalInt.empty();
  private List<ElementSegment> elements = List.of();
  private List<DataSegment> data = List.of();
  private OptionalInt dataCount = OptionalInt.empty();
  private final List<CustomSection> customSections = new ArrayList<>();
  private int codeSectionSize;
  private final ModuleOffsets offsets = new ModuleOffsets();

  ModuleDecoder(Bytes bytes) {
    this.bytes = bytes;
    this.in = new ByteReader(bytes.unsafeArray(), 0, bytes.size());
    this.entities = new EntityDecoder(in);
  }

  WasmModule decode() {
    if (in.fixed32() != MAGIC) {
      throw WasmException.at(0, "magic header not detected");
    }
    if (in.fixed32() != VERSION) {
      throw WasmException.at(4, "unknown binary version");
    }
    int last = 0;
    while (!in.atLimit()) {
      int id = in.u8();
      if (id == TAG_SECTION) {
        throw in.unaccepted("section 13", Proposal.EXCEPTIONS);
      }
      if (id >= ORDER.length) {
        throw WasmException.at(in.position() - 1L, "malformed section id %d".formatted(id));
      }
      int outer = in.narrow(in.u32());
      if (id == 0) {
        customSection();
      } else {
        if (ORDER[id] <= last) {
          throw in.malformed("unexpected content after last section");
        }
        last = ORDER[id];
        section(id);
        if (!in.atLimit()) {
          throw in.malformed("section size mismatch");
        }
      }
      in.restoreLimit(outer);
    }
    if (bodies.size() != functionTypes.size() - importedFunctions) {
      throw in.malformed("function and code section have inconsistent lengths");
    }
    if (dataCount.isPresent() && dataCount.getAsInt() != data.size()) {
      throw in.malformed("data count and data section have inconsistent lengths");
    }
    return new WasmModule(
        new ModuleParts(
            bytes,
            types,
            imports,
            importedFunctions,
            functionTypes.stream().mapToInt(Integer::intValue).toArray(),
            bodies,
            tables,
            memories,
            globalTypes,
            globals,
            exports,
            start,
            elements,
            data,
            dataCount.isPresent(),
            customSections,
            NameSection.functionNames(bytes, customSections),
            codeSectionSize,
            offsets));
  }

  private void section(int id) {
    switch (id) {
      case 1 -> repeat(() -> types.add(entities.functionType()));
      case 2 -> repeat(this::importEntry);
      case 3 ->
          repeat(
              () -> {
                offsets.functions.add(in.position());
                functionTypes.add(in.index());
              });
      case 4 ->
          repeat(
              () -> {
                offsets.tables.add(in.position());
                tables.add(entities.table());
              });
      case 5 ->
          repeat(
              () -> {
                offsets.memories.add(in.position());
                memories.add(entities.memoryType());
              });
      case 6 -> repeat(this::global);
      case 7 -> repeat(this::exportEntry);
      case 8 -> {
        offsets.start = in.position();
        start = OptionalInt.of(in.index());
      }
      case 9 -> elements = new SegmentDecoder(in, entities, offsets).elements();
      case 10 -> code();
      case 11 -> data = new SegmentDecoder(in, entities, offsets).data();
      case 12 -> dataCount = OptionalInt.of(in.index());
      default -> throw in.malformed("malformed section id %d".formatted(id));
    }
  }

  private void repeat(Runnable entry) {
    int count = in.vectorLength();
    for (int i = 0; i < count; i++) {
      entry.run();
    }
  }

  private void importEntry() {
    int offset = in.position();
    String module = in.name();
    String name = in.name();
    int kind = in.u8();
    ExternalType type =
        switch (kind) {
          case 0 -> new ExternalType.Function(in.index());
          case 1 -> entities.tableType();
          case 2 -> entities.memoryType();
          case 3 -> entities.globalType();
          default -> throw malformedKind("import", kind);
        };
    imports.add(new Import(module, name, type));
    switch (type) {
      case ExternalType.Function function -> {
        offsets.functions.add(offset);
        functionTypes.add(function.typeIndex());
        importedFunctions++;
      }
      case ExternalType.Table table -> {
        offsets.tables.add(offset);
        tables.add(table);
      }
      case ExternalType.Memory memory -> {
        offsets.memories.add(offset);
        memories.add(memory);
      }
      case ExternalType.Global global -> {
        offsets.globals.add(offset);
        globalTypes.add(global);
      }
    }
  }

  private WasmException malformedKind(String what, int kind) {
    return in.unaccepted(
        "%s kind %d".formatted(what, kind), kind == TAG_KIND ? Proposal.EXCEPTIONS : null);
  }

  private void global() {
    offsets.globals.add(in.position());
    ExternalType.Global type = entities.globalType();
    globalTypes.add(type);
    globals.add(new Global(type, entities.constant()));
  }

  private void exportEntry() {
    offsets.exports.add(in.position());
    String name = in.name();
    int code = in.u8();
    Export.Kind kind = Export.Kind.ofCode(code);
    if (kind == null) {
      throw malformedKind("export", code);
    }
    exports.add(new Export(name, kind, in.index()));
  }

  private void code() {
    codeSectionSize = in.limit() - in.position();
    int count = in.vectorLength();
    for (int i = 0; i < count; i++) {
      int function = importedFunctions + i;
      try {
        body(function);
      } catch (WasmException e) {
        // The names of functions stand behind the code.
        throw e.inFunction(function, "");
      }
    }
  }

  private void body(int function) {
    int size = in.u32();
    int outer = in.narrow(size);
    FormatLimits.check(in.position(), "bytes of code", size, FormatLimits.FUNCTION_SIZE_BYTES_MAX);
    List<FunctionBody.LocalRun> locals = new ArrayList<>();
    long total = 0;
    int runs = in.vectorLength();
    for (int run = 0; run < runs; run++) {
      long length = in.u32() & 0xffff_ffffL;
      total += length;
      FormatLimits.check(in.position(), "locals", total, FormatLimits.LOCALS_MAX);
      locals.add(new FunctionBody.LocalRun((int) length, entities.valueType()));
    }
    int type = function < functionTypes.size() ? functionTypes.get(function) : -1;
    bodies.add(new FunctionBody(function, type, locals, (int) total, in.position(), in.limit()));
    in.skip(in.limit() - in.position());
    in.restoreLimit(outer);
  }

  private void customSection() {
    String name = in.name();
    int length = in.limit() - in.position();
    customSections.add(new CustomSection(name, in.skip(length), length));
  }
}
