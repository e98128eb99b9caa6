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
    if (!code.keepsState()) {
      return current.call(function, arguments);
    }
    // An interpreter gives up when its thread is interrupted.
    boolean interrupted = Thread.interrupted();
    try {
      return current.call(function, arguments);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The loader of what runs.
  ClassLoader codeLoader() {
    return current.getClass().getClassLoader();
  }

  /// Forgets what an exception has left behind.
  void reset() {
    if (code.keepsState()) {
      current = code.factory().apply(instance);
    }
  }
}
