package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.MessageExecutor;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.systemapi.ExecutionMode;
import org.jspecify.annotations.Nullable;

/// Heartbeats, timers and low-memory hooks.
final class Tasks {

  private final MessageExecutor executor;

  Tasks(MessageExecutor executor) {
    this.executor = executor;
  }

  /// Whether [#run] would run something.
  static boolean areDue(Round round, CanisterState canister) {
    @Nullable ExecutionState execution = canister.execution();
    return execution != null
        && canister.status() instanceof CanisterStatus.Running
        && (isHookDue(canister)
            || isTimerDue(round, canister, execution)
            || has(execution, "canister_heartbeat"));
  }

  /// Runs what is due for a canister, at most once a round each. What the round has no room for
  /// stays due.
  void run(Round round, CanisterState canister) {
    runHook(round, canister);
    @Nullable ExecutionState execution = canister.execution();
    if (execution == null || !(canister.status() instanceof CanisterStatus.Running)) {
      return;
    }
    if (!round.isOver() && isTimerDue(round, canister, execution)) {
      // Off before it runs, so that the canister can set it anew.
      canister.setGlobalTimerNanos(CanisterState.TIMER_INACTIVE);
      run(round, canister, ExecutionMode.GLOBAL_TIMER);
    }
    if (!round.isOver() && has(execution, "canister_heartbeat")) {
      run(round, canister, ExecutionMode.HEARTBEAT);
    }
  }

  /// Runs the low-memory hook if it is due; it goes before everything else.
  void runHook(Round round, CanisterState canister) {
    if (!round.isOver()
        && isHookDue(canister)
        && canister.status() instanceof CanisterStatus.Running) {
      canister.setLowMemoryHook(LowMemoryHook.EXECUTED);
      run(round, canister, ExecutionMode.ON_LOW_WASM_MEMORY);
    }
  }

  private static boolean isHookDue(CanisterState canister) {
    return canister.lowMemoryHook() == LowMemoryHook.READY;
  }

  private static boolean isTimerDue(Round round, CanisterState canister, ExecutionState execution) {
    long timer = canister.globalTimerNanos();
    return timer != CanisterState.TIMER_INACTIVE
        && Long.compareUnsigned(timer, round.nowNanos()) <= 0
        && has(execution, "canister_global_timer");
  }

  private void run(Round round, CanisterState canister, ExecutionMode mode) {
    round.changed(canister.id());
    round.executed(executor.task(round.state(), canister, mode, round));
  }

  private static boolean has(ExecutionState execution, String export) {
    return execution.module().exportedFunction(export).isPresent();
  }
}
