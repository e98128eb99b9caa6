package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Value;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.instrument.InstrumentedModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance of Chicory on a memory of the core.
///
/// Used by one thread at a time, as the port says.
final class ChicoryInstance implements WasmInstance {

  private static final long[] NO_ARGUMENTS = {};

  private static final long LOW_HALF = 0xffff_ffffL;

  private final InstrumentedModule instrumented;
  private final Instance instance;
  private final ResettingMachine machine;
  private final @Nullable EngineMemory memory;
  private final MeteringState metering;
  private final HostFailure hostFailure;

  /// Exported functions without parameters and results, by name.
  private final Map<String, Integer> entries = new HashMap<>();

  ChicoryInstance(
      InstrumentedModule instrumented,
      Instance instance,
      ResettingMachine machine,
      @Nullable EngineMemory memory,
      MeteringState metering,
      HostFailure hostFailure) {
    this.instrumented = instrumented;
    this.instance = instance;
    this.machine = machine;
    this.memory = memory;
    this.metering = metering;
    this.hostFailure = hostFailure;
    WasmModule original = original();
    for (Export export : original.exports()) {
      if (export.kind() == Export.Kind.FUNCTION
          && original.functionType(export.index()).equals(FunctionType.EMPTY)) {
        entries.put(export.name(), instrumented.functionIndex(export.index()));
      }
    }
    instrumented.startFunction().ifPresent(start -> entries.put(START, start));
  }

  /// Where the code comes from, for a test of its end.
  ClassLoader codeLoader() {
    return machine.codeLoader();
  }

  private WasmModule original() {
    return instrumented.original().module();
  }

  @Override
  public void invoke(String export) {
    Integer function = entries.get(export);
    if (function == null) {
      throw new IllegalArgumentException(
          "module exports no function %s without parameters and results".formatted(export));
    }
    run(function, NO_ARGUMENTS);
  }

  @Override
  public void invokeTable(long index, long argument) {
    TableInstance table = instance.tableCount() > 0 ? instance.table(0) : null;
    if (table == null || index < 0 || index >= table.size()) {
      throw new TrapException(TrapCode.TABLE_OUT_OF_BOUNDS, List.of());
    }
    int function = table.ref((int) index);
    if (function == Value.REF_NULL_VALUE) {
      throw new TrapException(TrapCode.NULL_FUNCTION, List.of());
    }
    ValueType parameter = original().isMemory64() ? ValueType.I64 : ValueType.I32;
    FunctionType type = original().functionType(originalIndex(function));
    if (!type.equals(new FunctionType(List.of(parameter), List.of()))) {
      throw new TrapException(TrapCode.BAD_SIGNATURE, List.of());
    }
    run(function, new long[] {parameter == ValueType.I32 ? (int) argument : argument});
  }

  private int originalIndex(int function) {
    return instrumented
        .originalFunctionIndex(function)
        .orElseThrow(() -> new IllegalStateException("table holds an added function"));
  }

  private void run(int function, long[] arguments) {
    if (memory != null) {
      memory.refresh();
    }
    metering.enter();
    boolean completed = false;
    try {
      machine.call(function, arguments);
      completed = true;
    } catch (RuntimeException | Error e) {
      throw translate(e);
    } finally {
      metering.leave();
      if (!completed) {
        machine.reset();
      }
    }
  }

  private RuntimeException translate(Throwable thrown) {
    Throwable ofHost = hostFailure.behind(thrown);
    if (ofHost instanceof Error error) {
      throw error;
    }
    if (ofHost instanceof RuntimeException exception) {
      return exception;
    }
    if (thrown instanceof StackOverflowError || thrown.getCause() instanceof StackOverflowError) {
      return new IllegalStateException(
          "thread %s has less stack than the engine asks for"
              .formatted(Thread.currentThread().getName()));
    }
    TrapCode code = Traps.codeOf(thrown);
    return code == null
        ? new EngineException("Chicory failed: " + thrown.getMessage(), thrown)
        : new TrapException(code, Traps.backtrace(thrown, instrumented));
  }

  @Override
  public long[] globals() {
    List<ExternalType.Global> types = original().globalTypes();
    long[] values = new long[types.size()];
    for (int i = 0; i < values.length; i++) {
      long value = instance.global(i).getValue();
      ValueType type = types.get(i).type();
      values[i] = type == ValueType.I32 || type == ValueType.F32 ? value & LOW_HALF : value;
    }
    return values;
  }

  @Override
  public void setGlobals(long[] values) {
    List<ExternalType.Global> types = original().globalTypes();
    if (values.length != types.size()) {
      throw new IllegalArgumentException(
          "%d values for %d globals".formatted(values.length, types.size()));
    }
    for (int i = 0; i < values.length; i++) {
      if (types.get(i).mutable()) {
        GlobalInstance global = instance.global(i);
        global.setValue(types.get(i).type() == ValueType.I32 ? (int) values[i] : values[i]);
      }
    }
  }

  /// Nothing to give back: memory belongs to the core, code to the garbage collector.
  @Override
  public void close() {}
}
