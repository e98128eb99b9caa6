package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;

/// A machine that can be used again after an exception.
///
/// An interpreter leaves operands and frames behind then, so it is replaced by a new one.
final class ResettingMachine implements Machine {

  private final Instance instance;
  private final MachineCode code;
  private Machine current;

  ResettingMachine(Instance instance, MachineCode code) {
    this.instance = instance;
    this.code = code;
    this.current = code.factory().apply(instance);
  }

  @Override
  public long[] call(int function, long[] arguments) {
    return current.call(function, arguments);
  }

  /// Forgets what an exception has left behind.
  void reset() {
    if (code.keepsState()) {
      current = code.factory().apply(instance);
    }
  }
}
