package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.ExecutionCosts;
import dev.atoll.replica.execution.MessageExecutor;
import dev.atoll.replica.management.ManagementCanister;
import dev.atoll.replica.management.Uninstaller;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.LongExecution.Work;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Executes a batch: every canister with something to do gets its turn, again and again, until
/// nothing is left or the round is over. Its tasks, heartbeat and timer, come first in its turn.
///
/// The first turn moves on with each height among those who have something to do, so that canisters
/// that use up rounds delay others by as many rounds as there are of them, and no longer. The
/// subnet's thread alone calls it.
///
/// An execution that uses up its slice waits for the next round with its canister, and the round
/// goes on with others. One that spins delays the others by a slice in each round. Only a few
/// wait with all they have done; one more is set back and begins again when one of them has ended.
///
/// Source: reference implementation `rs/execution_environment/src/scheduler.rs`.
public final class FairRoundExecutor implements RoundExecutor, AutoCloseable {

  private final MessageExecutor executor;

  private final ManagementCanister managementCanister;

  private final ManagementTurn management;

  private final Uninstaller uninstaller;

  private final ExecutionCosts costs;

  private final IngressInduction induction;

  private final Executions executions;

  private final Tasks tasks;

  /// @param stackSizeBytes what canister code needs
  public FairRoundExecutor(
      MessageExecutor executor,
      ManagementCanister management,
      Uninstaller uninstaller,
      ExecutionCosts costs,
      long stackSizeBytes) {
    this(
        executor,
        management,
        uninstaller,
        costs,
        stackSizeBytes,
        RoundLimits.SLICE_INSTRUCTIONS_MAX);
  }

  /// @param sliceInstructions after which an execution waits for the next round
  public FairRoundExecutor(
      MessageExecutor executor,
      ManagementCanister management,
      Uninstaller uninstaller,
      ExecutionCosts costs,
      long stackSizeBytes,
      long sliceInstructions) {
    this.executor = executor;
    this.executions = new Executions(stackSizeBytes, sliceInstructions);
    this.managementCanister = management;
    this.management = new ManagementTurn(management, executions);
    this.uninstaller = uninstaller;
    this.costs = costs;
    this.induction = new IngressInduction(costs);
    this.tasks = new Tasks(executor, executions);
  }

  @Override
  public RoundSummary execute(ReplicatedState state, RoundInput input) {
    state.advance(input.height(), input.timeNanos(), input.randomness());
    state.ingressHistory().prune(input.timeNanos());
    Round round = new Round(state, managementCanister);
    executions.begin(round);
    for (CanisterState canister : List.copyOf(state.canisters().values())) {
      if (!state.isHeld(canister.id())) {
        Deadlines.expire(round, canister);
        chargeIfDue(round, canister);
      }
    }
    for (Ingress ingress : input.ingress()) {
      induction.induct(round, ingress);
    }
    if (!state.management().isEmpty()) {
      run(
          thread -> {
            management.run(round, thread);
            return null;
          });
    }
    round.lineUp(
        state.canisters().values().stream()
            .filter(canister -> hasWork(round, canister))
            .map(CanisterState::id)
            .toList());
    run(thread -> runMessages(round, thread));
    round.returnPostponed();
    for (CanisterState canister : List.copyOf(state.canisters().values())) {
      if (!state.isHeld(canister.id())) {
        Stopping.update(round, canister);
      }
    }
    return round.summary();
  }

  /// Part of a round.
  private interface Part {

    /// @return whose execution is to have its next slice before the part goes on, null at its end
    @Nullable Principal run(ExecutionThread thread);
  }

  /// Runs `part` on other threads, one after the other: each execution that waits keeps its own.
  private void run(Part part) {
    while (true) {
      AtomicReference<@Nullable Principal> next = new AtomicReference<>();
      AtomicBoolean ended = new AtomicBoolean();
      executions.work(
          thread -> {
            next.set(part.run(thread));
            ended.set(true); // it is not when an execution in it waits or is set back
          });
      @Nullable Principal waiting = next.get();
      if (waiting != null) {
        goOn(waiting);
      } else if (ended.get()) {
        return;
      }
    }
  }

  private void goOn(Principal waiting) {
    Round round = executions.round();
    LongExecution execution =
        Objects.requireNonNull(round.state().longExecutions().get(waiting), "it executes");
    if (execution.setBack()) {
      LongExecution again = execution.toBeginAgain();
      round.state().putLongExecution(waiting, again);
      round.changed(waiting);
      beginAgain(round.state(), waiting, again);
    } else {
      executions.resume(waiting);
    }
  }

  private void beginAgain(ReplicatedState state, Principal id, LongExecution execution) {
    CanisterState canister = Objects.requireNonNull(state.canister(id), "it executes");
    executions.restore(state, canister, execution, body(state, canister, execution.work()));
  }

  @Override
  public void restore(ReplicatedState state) {
    for (Map.Entry<Principal, LongExecution> entry :
        List.copyOf(state.longExecutions().entrySet())) {
      if (!entry.getValue().setBack()) {
        executions.begin(new Round(state, managementCanister));
        beginAgain(state, entry.getKey(), entry.getValue());
      }
    }
  }

  private Executions.Body body(ReplicatedState state, CanisterState canister, Work work) {
    return switch (work) {
      case Work.Message(Input input) -> outbox -> executor.execute(state, canister, input, outbox);
      case Work.Task(Work.Task.Kind kind) -> tasks.body(state, canister, kind);
      case Work.Management(Input input) -> management.body(state, input);
    };
  }

  @Override
  public void close() {
    executions.close();
  }

  private static boolean hasWork(Round round, CanisterState canister) {
    return !canister.inputs().isEmpty()
        || round.state().isExecuting(canister.id())
        || Tasks.areDue(round, canister);
  }

  private void chargeIfDue(Round round, CanisterState canister) {
    if (round.nowNanos() - canister.chargedNanos() < RoundLimits.CHARGE_INTERVAL_NANOS) {
      return;
    }
    round.changed(canister.id());
    if (!costs.chargeResources(round.state().subnet(), canister, round.nowNanos())) {
      uninstaller.uninstall(round.state(), canister, round);
    }
  }

  private @Nullable Principal runMessages(Round round, ExecutionThread thread) {
    while (!round.isOver()) {
      management.run(round, thread);
      @Nullable CanisterState canister = round.nextReady();
      if (canister == null) {
        return null;
      }
      Principal id = canister.id();
      if (round.state().isExecuting(id)) {
        if (canGoOn(round.state(), id) && round.slicedIn(id)) {
          return id;
        }
      } else if (!round.state().isHeld(id)) {
        turn(round, canister, thread);
      }
    }
    return null;
  }

  private static boolean canGoOn(ReplicatedState state, Principal executing) {
    LongExecution execution = Objects.requireNonNull(state.longExecutions().get(executing));
    return !execution.setBack() || !Executions.isFull(state, false);
  }

  /// Executes messages of one canister for a while.
  private void turn(Round round, CanisterState canister, ExecutionThread thread) {
    Principal id = canister.id();
    long before = round.instructions();
    int messages = 0;
    round.changed(id);
    if (round.isFirstTurn(id)) {
      tasks.run(round, canister, thread);
    }
    while (!round.isOver()
        && messages < RoundLimits.TURN_MESSAGES_MAX
        && round.instructions() - before < RoundLimits.TURN_INSTRUCTIONS_MAX) {
      @Nullable Input input = canister.inputs().poll();
      if (input == null) {
        break;
      }
      messages++;
      Work work = new Work.Message(input);
      round.executed(
          executions.execute(
              thread,
              round.state(),
              canister,
              work,
              new TreeSet<>(Set.of(id)),
              body(round.state(), canister, work)));
      tasks.runHook(round, canister, thread);
    }
    if (!canister.inputs().isEmpty()) {
      round.makeReady(id);
    }
  }
}
