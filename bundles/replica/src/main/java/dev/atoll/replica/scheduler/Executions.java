package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.LongExecution.Work;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SetBack;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs executions on threads of their own, and keeps those that wait for their next slice.
///
/// The subnet's thread alone calls it; it waits while another thread works.
final class Executions implements AutoCloseable {

  /// Threads that are kept without work.
  private static final int IDLE_MAX = 4;

  private final long stackSizeBytes;

  private final long sliceInstructions;

  private final ArrayDeque<ExecutionThread> idle = new ArrayDeque<>();

  /// The threads of the long executions of the state, by the canister that executes.
  private final Map<Principal, ExecutionThread> waiting = new TreeMap<>();

  private @Nullable Round round;

  /// What is executed: everything that a message does, from charging to answering.
  @FunctionalInterface
  interface Body {

    /// @return instructions used
    long execute(Outbox outbox);
  }

  /// @param stackSizeBytes what canister code needs
  /// @param sliceInstructions see [RoundLimits#SLICE_INSTRUCTIONS_MAX]
  Executions(long stackSizeBytes, long sliceInstructions) {
    this.stackSizeBytes = stackSizeBytes;
    this.sliceInstructions = sliceInstructions;
  }

  long sliceInstructions() {
    return sliceInstructions;
  }

  void begin(Round newRound) {
    round = newRound;
  }

  Round round() {
    Round running = round;
    if (running == null) {
      throw new IllegalStateException("no round was begun");
    }
    return running;
  }

  /// Has another thread do `work`, until it has ended or an execution in it waits.
  ///
  /// @return whether it has ended
  boolean work(ExecutionThread.Work work) {
    @Nullable ExecutionThread free = idle.poll();
    ExecutionThread thread = free == null ? new ExecutionThread(stackSizeBytes) : free;
    return settle(thread, thread.begin(work));
  }

  /// Gives the next slice to the execution of `canister` that waits.
  void resume(Principal canister) {
    @Nullable ExecutionThread thread = waiting.remove(canister);
    if (thread == null) {
      throw new IllegalStateException("canister %s does not wait for a slice".formatted(canister));
    }
    settle(thread, thread.resume());
  }

  private boolean settle(ExecutionThread thread, boolean ended) {
    if (ended && idle.size() < IDLE_MAX) {
      idle.push(thread);
    } else if (ended) {
      thread.end();
    }
    return ended;
  }

  /// Executes `body` on the present thread, which is `thread`; may wait for later rounds.
  ///
  /// @return instructions used, if it has not waited
  /// @throws ExecutionThread.Ended if it has: then the turn that it was part of is long over, and
  ///     what was left to do is done; or if it is set back, which ends the turn
  long execute(
      ExecutionThread thread,
      ReplicatedState state,
      CanisterState canister,
      Work work,
      SortedSet<Principal> held,
      Body body) {
    return execute(
        state,
        new SlicedExecution(
            this,
            thread,
            canister,
            work,
            held,
            state.timeNanos(),
            LongExecution.NOT_ASKED,
            sliceInstructions,
            true),
        body);
  }

  /// Executes once more what a state that was loaded is in the middle of, up to where it was.
  void restore(ReplicatedState state, CanisterState canister, LongExecution execution, Body body) {
    boolean ended =
        work(
            thread ->
                execute(
                    state,
                    new SlicedExecution(
                        this,
                        thread,
                        canister,
                        execution.work(),
                        execution.held(),
                        execution.beganNanos(),
                        execution.takenBytes(),
                        execution.grantedInstructions(),
                        false),
                    body));
    if (ended) {
      throw new IllegalStateException(
          ("state diverged: the execution of canister %s ends within %d instructions, and did not"
                  + " before")
              .formatted(canister.id(), execution.grantedInstructions()));
    }
  }

  private long execute(ReplicatedState state, SlicedExecution execution, Body body) {
    long used;
    try {
      used = body.execute(execution);
    } catch (SetBack e) {
      execution.undo();
      throw new ExecutionThread.Ended("it begins again later");
    }
    if (execution.hasPaused()) {
      complete(state, execution, used);
      throw new ExecutionThread.Ended("the turn is over");
    }
    return used;
  }

  /// Whether as many executions as may wait do so, or others stand in line for a place.
  ///
  /// Those of the management canister do not begin then, see [#isFull].
  boolean isOneTooMany(LongExecution execution) {
    ReplicatedState state = round().state();
    return !execution.isOfManagement()
        && (isFull(state, false)
            || state.longExecutions().values().stream().anyMatch(LongExecution::setBack));
  }

  /// Whether no further execution may wait.
  ///
  /// @param ofManagement whether it is about code that the management canister runs
  static boolean isFull(ReplicatedState state, boolean ofManagement) {
    return state.longExecutions().values().stream()
            .filter(waits -> waits.isOfManagement() == ofManagement && !waits.setBack())
            .count()
        >= RoundLimits.WAITING_EXECUTIONS_MAX;
  }

  /// Called on the thread of the execution, before it ends without having done anything.
  void setBack(SlicedExecution execution, LongExecution described) {
    note(execution, described);
  }

  /// Called on the thread of the execution, before it waits.
  void paused(SlicedExecution execution, LongExecution described) {
    waiting.put(execution.canister(), execution.thread());
    note(execution, described);
  }

  private void note(SlicedExecution execution, LongExecution described) {
    Round running = round();
    running.state().putLongExecution(execution.canister(), described);
    count(running, execution, sliceInstructions);
    running.slicedIn(execution.canister());
    @Nullable Ingress call = ingress(execution.work());
    IngressStatus.@Nullable Entry entry =
        call == null ? null : running.state().ingressHistory().get(call.requestId());
    if (call != null && entry != null && entry.status() instanceof IngressStatus.Received) {
      running.answer(call.requestId(), new IngressStatus.Processing());
    }
  }

  private static @Nullable Ingress ingress(Work work) {
    return switch (work) {
      case Work.Message(Input.FromUser(Ingress ingress)) -> ingress;
      case Work.Management(Input.FromUser(Ingress ingress)) -> ingress;
      case Work other -> null;
    };
  }

  private void complete(ReplicatedState state, SlicedExecution execution, long used) {
    Round running = round();
    state.removeLongExecution(execution.canister());
    count(running, execution, execution.ofLastSlice(used));
    running.changed(execution.canister());
    @Nullable CanisterState canister = state.canister(execution.canister());
    if (canister != null) {
      takeDebit(canister);
    }
    for (Principal held : execution.held()) {
      @Nullable CanisterState free = state.canister(held);
      if (free != null && !free.inputs().isEmpty()) {
        running.makeReady(held);
      }
    }
  }

  private static void takeDebit(CanisterState canister) {
    Cycles debit = canister.ingressDebit();
    if (!debit.isZero()) {
      canister.setIngressDebit(Cycles.ZERO);
      canister.setCycles(canister.cycles().saturatingMinus(debit));
      canister
          .consumed()
          .add(dev.atoll.replica.state.CyclesConsumed.Purpose.INGRESS_INDUCTION, debit);
    }
  }

  private static void count(Round running, SlicedExecution execution, long instructions) {
    if (execution.work() instanceof Work.Management) {
      running.executedByManagement(instructions);
    } else {
      running.executed(instructions);
    }
  }

  /// Ends all threads; executions that wait do not come to their end.
  @Override
  public void close() {
    waiting.values().forEach(ExecutionThread::end);
    waiting.clear();
    idle.forEach(ExecutionThread::end);
    idle.clear();
  }
}
