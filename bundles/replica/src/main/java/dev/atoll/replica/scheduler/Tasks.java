package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.MessageExecutor;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.LongExecution.Work;
import dev.atoll.replica.state.LongExecution.Work.Task.Kind;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.ExecutionMode;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Heartbeats, timers and low-memory hooks.
final class Tasks {

  private final MessageExecutor executor;

  private final Executions executions;

  Tasks(MessageExecutor executor, Executions executions) {
    this.executor = executor;
    this.executions = executions;
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
  void run(Round round, CanisterState canister, ExecutionThread thread) {
    runHook(round, canister, thread);
    @Nullable ExecutionState execution = canister.execution();
    if (execution == null || !(canister.status() instanceof CanisterStatus.Running)) {
      return;
    }
    if (!round.isOver() && isTimerDue(round, canister, execution)) {
      run(round, canister, Kind.GLOBAL_TIMER, thread);
    }
    if (!round.isOver() && has(execution, "canister_heartbeat")) {
      run(round, canister, Kind.HEARTBEAT, thread);
    }
  }

  /// Runs the low-memory hook if it is due; it goes before everything else.
  void runHook(Round round, CanisterState canister, ExecutionThread thread) {
    if (!round.isOver()
        && isHookDue(canister)
        && canister.status() instanceof CanisterStatus.Running) {
      run(round, canister, Kind.ON_LOW_WASM_MEMORY, thread);
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

  private void run(Round round, CanisterState canister, Kind kind, ExecutionThread thread) {
    round.changed(canister.id());
    round.executed(
        executions.execute(
            thread,
            round.state(),
            canister,
            new Work.Task(kind),
            new TreeSet<>(Set.of(canister.id())),
            body(round.state(), canister, kind)));
  }

  /// What executing a task is.
  Executions.Body body(ReplicatedState state, CanisterState canister, Kind kind) {
    return switch (kind) {
      case GLOBAL_TIMER ->
          outbox -> {
            // Off before it runs, so that the canister can set it anew.
            canister.setGlobalTimerNanos(CanisterState.TIMER_INACTIVE);
            return executor.task(state, canister, ExecutionMode.GLOBAL_TIMER, outbox);
          };
      case HEARTBEAT -> outbox -> executor.task(state, canister, ExecutionMode.HEARTBEAT, outbox);
      case ON_LOW_WASM_MEMORY ->
          outbox -> {
            canister.setLowMemoryHook(LowMemoryHook.EXECUTED);
            return executor.task(state, canister, ExecutionMode.ON_LOW_WASM_MEMORY, outbox);
          };
    };
  }

  private static boolean has(ExecutionState execution, String export) {
    return execution.module().exportedFunction(export).isPresent();
  }
}
