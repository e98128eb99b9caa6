package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.instrument.InstrumentedModule;
import org.jspecify.annotations.Nullable;

/// Carries the count of instructions between the core's counter and the global that code uses.
///
/// Used by the thread that uses the instance.
final class MeteringState {

  private final InstructionCounter counter;
  private @Nullable GlobalInstance left;
  private @Nullable GlobalInstance depth;

  MeteringState(InstructionCounter counter) {
    this.counter = counter;
  }

  /// Finds the globals of the instance that has just been made.
  void attach(Instance instance, InstrumentedModule module) {
    left = instance.global(module.counterGlobal());
    depth = instance.global(module.depthGlobal());
  }

  /// Before an invocation: the full stack, and what instructions are left.
  void enter() {
    if (depth != null) {
      depth.setValue(StackDepth.BUDGET);
    }
    resume();
  }

  /// When the core runs again, for a while or for good.
  void leave() {
    if (left != null) {
      counter.set(left.getValue());
    }
  }

  /// When code runs again.
  void resume() {
    if (left != null) {
      left.setValue(counter.left());
    }
  }
}
