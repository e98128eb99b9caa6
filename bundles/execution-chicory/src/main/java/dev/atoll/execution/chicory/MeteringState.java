package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.wasm.StackDepth;

/// Carries the count of instructions between the core's counter and the global that code uses.
///
/// Used by the thread that uses the instance.
record MeteringState(InstructionCounter counter, CodeState state) {

  /// Before an invocation: the full stack, and what instructions are left.
  void enter() {
    state.stackLeft = StackDepth.BUDGET;
    resume();
  }

  /// When the core runs again, for a while or for good.
  void leave() {
    counter.set(state.instructionsLeft);
  }

  /// When code runs again.
  void resume() {
    state.instructionsLeft = counter.left();
  }
}
