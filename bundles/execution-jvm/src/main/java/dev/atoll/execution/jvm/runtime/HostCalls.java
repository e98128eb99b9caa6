package dev.atoll.execution.jvm.runtime;

import dev.atoll.spi.execution.HostFunction;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// The ways out of compiled code to the core, which sees the exact count of instructions and may
/// change it, and whose exceptions pass through as they are.
public final class HostCalls {

  private HostCalls() {}

  /// Calls an import with the first `arguments` of [Context#bits].
  public static long call(int function, int arguments, Context context) {
    HostFunction host = context.host(function);
    long[] values = Arrays.copyOf(context.bits, arguments);
    Fuel.end(context);
    try {
      return host.call(values);
    } catch (RuntimeException | Error e) {
      context.state().keepHostFailure(e);
      throw e;
    } finally {
      Fuel.begin(context);
      context.refreshMemory();
    }
  }

  static long outside(Context context, LongSupplier action) {
    Fuel.end(context);
    try {
      return action.getAsLong();
    } catch (RuntimeException | Error e) {
      context.state().keepHostFailure(e);
      throw e;
    } finally {
      Fuel.begin(context);
    }
  }
}
