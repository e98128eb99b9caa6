package dev.atoll.wasm.instrument;

import dev.atoll.wasm.CustomSection;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Global;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Writes instruction counts, stack depth and canonical NaNs into a module, and lowers 64-bit
/// memories and tables.
///
/// The result depends on the module and the options only. It is part of the determinism contract:
/// [#VERSION] changes whenever the same input gives another output, so that caches notice.
///
/// The start function is taken out and exported as [InstrumentedModule#START_EXPORT], so that it
/// runs when the counter has been set.
///
/// Source: `rs/embedders/src/wasm_utils/instrumentation.rs`.
public final class Instrumenter {

  /// Part of the key of anything cached from the output.
  public static final int VERSION = 2;

  /// A lowered table cannot grow beyond this many elements.
  public static final long LOWERED_TABLE_ELEMENTS_MAX = 10_000_000;

  private static final int PREAMBLE_MAGIC = 0x6d73_6100;
  private static final int PREAMBLE_VERSION = 1;

  private final ValidatedModule original;
  private final WasmModule module;
  private final Layout layout;
  private final SegmentWriter segments;
  private final List<FunctionType> types;

  private Instrumenter(ValidatedModule original, InstrumentationOptions options) {
    this.original = original;
    this.module = original.module();
    this.layout = Layout.of(module, options);
    this.segments = new SegmentWriter(layout);
    this.types = new ArrayList<>(module.types());
  }

  /// Instruments a module.
  ///
  /// @throws WasmException if the module uses a reserved name or needs what the engine lacks
  public static InstrumentedModule instrument(
      ValidatedModule module, InstrumentationOptions options) {
    return new Instrumenter(module, options).instrument();
  }

  private InstrumentedModule instrument() {
    checkReservedNames();
    WasmWriter code = new WasmWriter();
    HelperFunctions helpers = new HelperFunctions(layout);
    for (FunctionBody body : module.bodies()) {
      int depthWeight = StackDepth.weight(module, body, original.operandsMax(body));
      new FunctionRewriter(layout, helpers, body, depthWeight).writeTo(code);
    }
    WasmWriter out = new WasmWriter();
    out.fixed32(PREAMBLE_MAGIC).fixed32(PREAMBLE_VERSION);
    WasmWriter imports = imports();
    WasmWriter functions = functions(helpers);
    section(out, 1, types.size(), types());
    section(out, 2, module.imports().size() + layout.addedImports(), imports);
    section(out, 3, module.bodies().size() + helpers.helpers().size(), functions);
    section(out, 4, definedTables().size(), tables());
    section(out, 5, definesMemory() ? 1 : 0, memory());
    section(out, 6, globalCount(), globals());
    section(out, 7, module.exports().size() + (module.start().isPresent() ? 1 : 0), exports());
    section(out, 9, module.elements().size(), elements());
    if (module.hasDataCount()) {
      out.section(12, new WasmWriter().unsigned(module.data().size()));
    }
    helpers(code, helpers);
    section(out, 10, module.bodies().size() + helpers.helpers().size(), code);
    section(out, 11, module.data().size(), data());
    customSections(out);
    return new InstrumentedModule(
        out.toBytes(),
        original,
        layout.options(),
        layout.counterGlobal(),
        layout.depthGlobal(),
        layout.addedImports(),
        module.start().isPresent()
            ? OptionalInt.of(layout.functionIndex(module.start().getAsInt()))
            : OptionalInt.empty());
  }

  private void checkReservedNames() {
    for (Import entry : module.imports()) {
      if (entry.module().startsWith(InstrumentedModule.HOST_MODULE)) {
        throw WasmException.rule(
            "module imports '%s' from '%s', names beginning with '%s' are reserved"
                .formatted(entry.name(), entry.module(), InstrumentedModule.HOST_MODULE));
      }
    }
    for (Export export : module.exports()) {
      if (export.name().equals(InstrumentedModule.START_EXPORT)) {
        throw WasmException.rule("module exports the reserved name '%s'".formatted(export.name()));
      }
    }
  }

  private static void section(WasmWriter out, int id, int count, WasmWriter entries) {
    if (count > 0) {
      out.section(id, new WasmWriter().unsigned(count).raw(entries));
    }
  }

  private int typeIndex(FunctionType type) {
    int index = types.indexOf(type);
    if (index >= 0) {
      return index;
    }
    types.add(type);
    return types.size() - 1;
  }

  private WasmWriter types() {
    WasmWriter out = new WasmWriter();
    for (FunctionType type : types) {
      out.u8(0x60);
      valueTypes(out, type.parameters());
      valueTypes(out, type.results());
    }
    return out;
  }

  private static void valueTypes(WasmWriter out, List<ValueType> valueTypes) {
    out.unsigned(valueTypes.size());
    valueTypes.forEach(type -> out.u8(type.code()));
  }

  /// Functions first, so that the added ones can follow the last of the original.
  private WasmWriter imports() {
    WasmWriter out = new WasmWriter();
    for (Import entry : module.imports()) {
      if (entry.type() instanceof ExternalType.Function function) {
        out.name(entry.module()).name(entry.name()).u8(0).unsigned(function.typeIndex());
      }
    }
    if (layout.options().meter()) {
      hostImport(out, InstrumentedModule.OUT_OF_INSTRUCTIONS);
    }
    if (layout.options().stackDepth()) {
      hostImport(out, InstrumentedModule.STACK_OVERFLOW);
    }
    for (Import entry : module.imports()) {
      switch (entry.type()) {
        case ExternalType.Function function -> {}
        case ExternalType.Table table -> tableType(importHead(out, entry, 1), table);
        case ExternalType.Memory memory -> memoryType(importHead(out, entry, 2), memory);
        case ExternalType.Global global ->
            importHead(out, entry, 3).u8s(global.type().code(), global.mutable() ? 1 : 0);
      }
    }
    return out;
  }

  private static WasmWriter importHead(WasmWriter out, Import entry, int kind) {
    return out.name(entry.module()).name(entry.name()).u8(kind);
  }

  private void hostImport(WasmWriter out, String name) {
    out.name(InstrumentedModule.HOST_MODULE).name(name).u8(0);
    out.unsigned(typeIndex(FunctionType.EMPTY));
  }

  private WasmWriter functions(HelperFunctions helpers) {
    WasmWriter out = new WasmWriter();
    module.bodies().forEach(body -> out.unsigned(body.typeIndex()));
    helpers.helpers().forEach(helper -> out.unsigned(typeIndex(helper.type())));
    return out;
  }

  private static void helpers(WasmWriter code, HelperFunctions helpers) {
    for (HelperFunctions.Helper helper : helpers.helpers()) {
      WasmWriter function = new WasmWriter();
      if (helper.locals() == 0) {
        function.unsigned(0);
      } else {
        function.unsigned(1).unsigned(helper.locals()).u8(ValueType.I64.code());
      }
      code.sized(function.raw(helper.code()).u8(Opcodes.END));
    }
  }

  private List<ExternalType.Table> definedTables() {
    long imported =
        module.imports().stream().filter(i -> i.type() instanceof ExternalType.Table).count();
    return module.tables().subList((int) imported, module.tables().size());
  }

  private WasmWriter tables() {
    WasmWriter out = new WasmWriter();
    definedTables().forEach(table -> tableType(out, table));
    return out;
  }

  private void tableType(WasmWriter out, ExternalType.Table table) {
    out.u8(table.element().code());
    if (!table.is64() || !layout.options().lowerMemory64()) {
      limits(out, table.is64(), table.minimum(), table.maximum());
      return;
    }
    if (Long.compareUnsigned(table.minimum(), LOWERED_TABLE_ELEMENTS_MAX) > 0) {
      throw WasmException.rule(
          "table has at least %s elements, at most %d can be lowered"
              .formatted(Long.toUnsignedString(table.minimum()), LOWERED_TABLE_ELEMENTS_MAX));
    }
    long declared = table.maximum().orElse(LOWERED_TABLE_ELEMENTS_MAX);
    boolean small = Long.compareUnsigned(declared, LOWERED_TABLE_ELEMENTS_MAX) < 0;
    limits(
        out,
        false,
        table.minimum(),
        OptionalLong.of(small ? declared : LOWERED_TABLE_ELEMENTS_MAX));
  }

  private boolean definesMemory() {
    return !module.memories().isEmpty()
        && module.imports().stream().noneMatch(i -> i.type() instanceof ExternalType.Memory);
  }

  private WasmWriter memory() {
    WasmWriter out = new WasmWriter();
    module.memories().forEach(memory -> memoryType(out, memory));
    return out;
  }

  private void memoryType(WasmWriter out, ExternalType.Memory memory) {
    limits(
        out,
        memory.is64() && !layout.lowersMemory(),
        memory.minimum(),
        OptionalLong.of(layout.memoryPagesMax()));
  }

  private static void limits(WasmWriter out, boolean is64, long minimum, OptionalLong maximum) {
    out.u8((maximum.isPresent() ? 1 : 0) | (is64 ? 4 : 0)).unsigned(minimum);
    maximum.ifPresent(out::unsigned);
  }

  private int globalCount() {
    return module.globals().size()
        + (layout.options().meter() ? 1 : 0)
        + (layout.options().stackDepth() ? 1 : 0);
  }

  private WasmWriter globals() {
    WasmWriter out = new WasmWriter();
    for (Global global : module.globals()) {
      out.u8s(global.type().type().code(), global.type().mutable() ? 1 : 0);
      segments.constant(out, global.initial());
    }
    if (layout.options().meter()) {
      out.u8s(ValueType.I64.code(), 1, Opcodes.I64_CONST, 0, Opcodes.END);
    }
    if (layout.options().stackDepth()) {
      out.u8s(ValueType.I32.code(), 1, Opcodes.I32_CONST).signed(StackDepth.BUDGET);
      out.u8(Opcodes.END);
    }
    return out;
  }

  private WasmWriter exports() {
    WasmWriter out = new WasmWriter();
    for (Export export : module.exports()) {
      boolean function = export.kind() == Export.Kind.FUNCTION;
      out.name(export.name()).u8(export.kind().code());
      out.unsigned(function ? layout.functionIndex(export.index()) : export.index());
    }
    if (module.start().isPresent()) {
      out.name(InstrumentedModule.START_EXPORT).u8(Export.Kind.FUNCTION.code());
      out.unsigned(layout.functionIndex(module.start().getAsInt()));
    }
    return out;
  }

  private WasmWriter elements() {
    WasmWriter out = new WasmWriter();
    module.elements().forEach(segment -> segments.element(out, segment));
    return out;
  }

  private WasmWriter data() {
    WasmWriter out = new WasmWriter();
    module.data().forEach(segment -> segments.data(out, segment));
    return out;
  }

  /// Keeps the metadata and the names of functions; other sections describe code that has moved.
  private void customSections(WasmWriter out) {
    for (CustomSection section : module.customSections()) {
      if (section.name().startsWith("icp:")) {
        int end = section.start() + section.length();
        out.section(
            0,
            new WasmWriter()
                .name(section.name())
                .raw(module.bytes().unsafeArray(), section.start(), end));
      }
    }
    if (!module.functionNames().isEmpty()) {
      WasmWriter names = new WasmWriter().unsigned(module.functionNames().size());
      module
          .functionNames()
          .forEach((index, name) -> names.unsigned(layout.functionIndex(index)).name(name));
      out.section(0, new WasmWriter().name("name").u8(1).sized(names));
    }
  }
}
