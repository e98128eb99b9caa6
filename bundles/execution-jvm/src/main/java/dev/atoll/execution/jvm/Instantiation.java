package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.ModuleCode;
import dev.atoll.execution.jvm.runtime.Context;
import dev.atoll.execution.jvm.runtime.GlobalFields;
import dev.atoll.execution.jvm.runtime.InstanceState;
import dev.atoll.execution.jvm.runtime.Table;
import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.wasm.ConstantExpression;
import dev.atoll.wasm.DataSegment;
import dev.atoll.wasm.ElementSegment;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.SegmentMode;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The making of one instance.
///
/// Source: WebAssembly core specification, "Instantiation".
final class Instantiation {

  private static final long UNSIGNED = 0xffff_ffffL;

  private final WasmModule module;
  private final ModuleCode code;
  private final InstanceEnvironment environment;
  private final Context context;
  private final GlobalFields globals;
  private final Table[] tables;

  Instantiation(WasmModule module, ModuleCode code, InstanceEnvironment environment) {
    this.module = module;
    this.code = code;
    this.environment = environment;
    this.context = code.newContext();
    List<ValueType> types = module.globalTypes().stream().map(ExternalType.Global::type).toList();
    this.globals =
        new GlobalFields(
            code.contextClass(),
            types,
            IntStream.range(0, types.size()).mapToObj(ModuleCode::fieldOf).toList());
    this.tables =
        module.tables().stream()
            .map(table -> new Table((int) table.minimum(), table.maximum().orElse(-1)))
            .toArray(Table[]::new);
  }

  JvmInstance run() {
    LinearMemory memory = module.memory() == null ? null : environment.memory();
    if (module.memory() != null && memory == null) {
      throw new IllegalArgumentException("module has a memory, its environment has none");
    }
    InstanceState state =
        new InstanceState(
            code.functions(), code.shape(), memory, environment.instructions(), hosts(), tables);
    context.attach(state);
    setGlobals();
    for (int i = 0; i < module.elements().size(); i++) {
      place(state, i, module.elements().get(i));
    }
    for (int i = 0; i < module.data().size(); i++) {
      DataSegment segment = module.data().get(i);
      if (segment.mode() instanceof SegmentMode.Active active) {
        state.dropData(i);
        if (environment.writeActiveData() && memory != null) {
          write(memory, segment, active);
        }
      }
    }
    return new JvmInstance(module, code, context, state, globals);
  }

  private HostFunction[] hosts() {
    return module.imports().stream().map(this::host).toArray(HostFunction[]::new);
  }

  private HostFunction host(Import imported) {
    if (!(imported.type() instanceof ExternalType.Function function)) {
      throw new IllegalStateException("only functions are imported");
    }
    return environment
        .imports()
        .resolve(imported.module(), imported.name(), module.types().get(function.typeIndex()));
  }

  private void setGlobals() {
    int count = module.globals().size();
    for (int i = 0; i < count; i++) {
      setGlobal(i, module.globals().get(i).initial());
    }
  }

  private void setGlobal(int global, ConstantExpression initial) {
    switch (initial) {
      case ConstantExpression.RefNull ignored -> {}
      case ConstantExpression.RefFunc function ->
          globals.writeReference(
              context, global, code.functions().reference(function.functionIndex()));
      case ConstantExpression.GlobalGet other ->
          setGlobal(global, module.globals().get(other.globalIndex()).initial());
      case ConstantExpression.I32Const constant -> write(global, constant.value());
      case ConstantExpression.I64Const constant -> write(global, constant.value());
      case ConstantExpression.F32Const constant -> write(global, constant.bits());
      case ConstantExpression.F64Const constant -> write(global, constant.bits());
      case ConstantExpression.V128Const constant -> write(global, constant.low(), constant.high());
    }
  }

  private void write(int global, long... bits) {
    globals.write(context, global, bits, 0);
  }

  /// The value of an item of an element segment.
  private @Nullable Object reference(ConstantExpression item) {
    return switch (item) {
      case ConstantExpression.RefFunc function ->
          code.functions().reference(function.functionIndex());
      case ConstantExpression.GlobalGet global ->
          globals.readReference(context, global.globalIndex());
      default -> null;
    };
  }

  private void place(InstanceState state, int index, ElementSegment segment) {
    if (segment.mode() instanceof SegmentMode.Declarative) {
      return;
    }
    @Nullable Object[] items = segment.items().stream().map(this::reference).toArray();
    if (!(segment.mode() instanceof SegmentMode.Active active)) {
      state.keepElements(index, items);
      return;
    }
    Table table = tables[active.index()];
    long offset = offset(active.offset());
    if (Long.compareUnsigned(offset, table.size()) > 0 || items.length > table.size() - offset) {
      throw new TrapException(TrapCode.TABLE_OUT_OF_BOUNDS, List.of());
    }
    for (int i = 0; i < items.length; i++) {
      table.set((int) offset + i, items[i]);
    }
  }

  private void write(LinearMemory memory, DataSegment segment, SegmentMode.Active active) {
    long offset = offset(active.offset());
    long size = memory.sizeBytes();
    if (Long.compareUnsigned(offset, size) > 0 || segment.length() > size - offset) {
      throw new TrapException(TrapCode.HEAP_OUT_OF_BOUNDS, List.of());
    }
    memory.write(offset, module.bytes().unsafeArray(), segment.start(), segment.length());
  }

  /// The value of an offset, unsigned.
  private long offset(ConstantExpression expression) {
    return switch (expression) {
      case ConstantExpression.I32Const constant -> constant.value() & UNSIGNED;
      case ConstantExpression.I64Const constant -> constant.value();
      case ConstantExpression.GlobalGet global ->
          offset(module.globals().get(global.globalIndex()).initial());
      default -> throw new IllegalStateException("offset is no integer: " + expression);
    };
  }
}
