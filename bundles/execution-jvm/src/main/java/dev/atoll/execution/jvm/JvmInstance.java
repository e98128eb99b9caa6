package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.ModuleCode;
import dev.atoll.execution.jvm.runtime.CodeTrap;
import dev.atoll.execution.jvm.runtime.Context;
import dev.atoll.execution.jvm.runtime.Fuel;
import dev.atoll.execution.jvm.runtime.FunctionReference;
import dev.atoll.execution.jvm.runtime.GlobalFields;
import dev.atoll.execution.jvm.runtime.InstanceState;
import dev.atoll.execution.jvm.runtime.References;
import dev.atoll.execution.jvm.runtime.Table;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Compiled code on a memory of the core.
///
/// Used by one thread at a time, as the port says.
final class JvmInstance implements WasmInstance {

  private final WasmModule module;
  private final ModuleCode code;
  private final Context context;
  private final InstanceState state;
  private final GlobalFields globals;

  /// Exported functions without parameters and results, by name.
  private final Map<String, Integer> entries = new HashMap<>();

  JvmInstance(
      WasmModule module,
      ModuleCode code,
      Context context,
      InstanceState state,
      GlobalFields globals) {
    this.module = module;
    this.code = code;
    this.context = context;
    this.state = state;
    this.globals = globals;
    for (Export export : module.exports()) {
      if (export.kind() == Export.Kind.FUNCTION
          && module.functionType(export.index()).equals(FunctionType.EMPTY)) {
        entries.put(export.name(), export.index());
      }
    }
    module.start().ifPresent(start -> entries.put(START, start));
  }

  /// Where the code comes from, for a test of its end.
  ClassLoader codeLoader() {
    return code.codeLoader();
  }

  @Override
  public void invoke(String export) {
    Integer function = entries.get(export);
    if (function == null) {
      throw new IllegalArgumentException(
          "module exports no function %s without parameters and results".formatted(export));
    }
    run(code.functions().reference(function));
  }

  @Override
  public void invokeTable(long index, long argument) {
    Table table = context.table0;
    if (index < 0 || index >= table.size()) {
      throw new TrapException(TrapCode.TABLE_OUT_OF_BOUNDS, List.of());
    }
    if (!(table.get((int) index) instanceof FunctionReference function)) {
      throw new TrapException(TrapCode.NULL_FUNCTION, List.of());
    }
    ValueType parameter = module.isMemory64() ? ValueType.I64 : ValueType.I32;
    FunctionType type = module.functionType(function.function());
    if (!type.equals(new FunctionType(List.of(parameter), List.of()))) {
      throw new TrapException(TrapCode.BAD_SIGNATURE, List.of());
    }
    context.bits[0] = argument;
    run(function);
  }

  private void run(FunctionReference function) {
    context.refreshMemory();
    context.tail = null;
    Fuel.begin(context);
    try {
      function.enter(StackDepth.BUDGET, context);
      References.follow(StackDepth.BUDGET, context);
    } catch (RuntimeException | Error e) {
      throw translate(e);
    } finally {
      Fuel.end(context);
    }
  }

  /// What the core threw goes on as it is; what compiled code throws is a trap; anything else is a
  /// failure of the node, as it may depend on the JVM.
  private RuntimeException translate(Throwable thrown) {
    if (state.isOfHost(thrown)) {
      if (thrown instanceof Error error) {
        throw error;
      }
      return (RuntimeException) thrown;
    }
    if (thrown instanceof CodeTrap trap) {
      return new TrapException(trap.code(), backtrace(trap));
    }
    String thread = Thread.currentThread().getName();
    if (thrown instanceof StackOverflowError) {
      return new IllegalStateException(
          "thread %s has less stack than the engine asks for".formatted(thread), thrown);
    }
    return new IllegalStateException(
        "compiled code failed on thread %s: %s".formatted(thread, thrown), thrown);
  }

  private List<String> backtrace(CodeTrap trap) {
    return Arrays.stream(trap.getStackTrace())
        .flatMap(frame -> Stream.ofNullable(code.functionOf(frame)))
        .map(Objects::requireNonNull)
        .toList();
  }

  @Override
  public long[] globals() {
    return globals.read(context);
  }

  @Override
  public void setGlobals(long[] values) {
    if (values.length != globals.places()) {
      throw new IllegalArgumentException(
          "%d values for %d places of globals".formatted(values.length, globals.places()));
    }
    int place = 0;
    for (int i = 0; i < module.globalTypes().size(); i++) {
      if (module.globalTypes().get(i).mutable()) {
        globals.write(context, i, values, place);
      }
      place += module.globalTypes().get(i).type() == ValueType.V128 ? 2 : 1;
    }
  }

  /// Nothing to give back: memory belongs to the core, code to the garbage collector.
  @Override
  public void close() {}
}
