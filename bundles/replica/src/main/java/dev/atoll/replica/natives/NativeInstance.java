package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.CanisterFunction;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Code in Java on the memories of one canister.
///
/// It has no globals: all that stays between two executions is in the memories.
final class NativeInstance implements WasmInstance {

  private final CanisterCode code;

  private final SystemCalls system;

  /// By the name of the export.
  private final Map<String, CanisterFunction> entries = new TreeMap<>();

  NativeInstance(CanisterCode code, InstanceEnvironment environment) {
    this.code = code;
    this.system = new SystemCalls(environment);
    code.methods()
        .forEach(
            (name, method) ->
                entries.put(NativeModule.export(name, method.kind()), method.function()));
    code.hooks().forEach((hook, function) -> entries.put(NativeModule.export(hook), function));
  }

  @Override
  public void invoke(String export) {
    @Nullable CanisterFunction function = entries.get(export);
    if (function == null) {
      throw new IllegalArgumentException("native code %s has no %s".formatted(code, export));
    }
    run(function, 0);
  }

  @Override
  public void invokeTable(long index, long argument) {
    @Nullable CanisterFunction function =
        index > Integer.MAX_VALUE ? null : code.callbacks().get((int) index);
    if (function == null) {
      throw new TrapException(TrapCode.TABLE_OUT_OF_BOUNDS, List.of());
    }
    run(function, argument);
  }

  private void run(CanisterFunction function, long env) {
    NativeContext context = new NativeContext(system, env);
    system.begin();
    try {
      system.charge(CanisterContext.ENTRY_INSTRUCTIONS);
      function.run(context);
    } catch (CanisterTrap trap) {
      system.trap(trap.text());
    } catch (VirtualMachineError | LinkageError e) {
      // Another replica may not have it: no result is better than one of its own.
      throw new IllegalStateException("native code %s failed".formatted(code), e);
    } catch (RuntimeException | Error e) {
      system.trap("native code threw " + e.getClass().getName());
    } finally {
      context.end();
    }
    system.end();
  }

  @Override
  public long[] globals() {
    return new long[0];
  }

  @Override
  public void setGlobals(long[] values) {}

  @Override
  public void close() {}
}
