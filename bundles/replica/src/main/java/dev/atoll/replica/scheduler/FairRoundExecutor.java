package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.ExecutionCosts;
import dev.atoll.replica.execution.MessageExecutor;
import dev.atoll.replica.management.ManagementCanister;
import dev.atoll.replica.management.Uninstaller;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Executes a batch: every canister with something to do gets its turn, again and again, until
/// nothing is left or the round is over. Its tasks, heartbeat and timer, come first in its turn.
///
/// The first turn moves on with each height among those who have something to do, so that canisters
/// that use up rounds delay others by as many rounds as there are of them, and no longer. The
/// subnet's thread alone calls it.
///
/// Source: reference implementation `rs/execution_environment/src/scheduler.rs`.
public final class FairRoundExecutor implements RoundExecutor {

  private final MessageExecutor executor;

  private final ManagementCanister managementCanister;

  private final ManagementTurn management;

  private final Uninstaller uninstaller;

  private final ExecutionCosts costs;

  private final IngressInduction induction;

  private final Tasks tasks;

  public FairRoundExecutor(
      MessageExecutor executor,
      ManagementCanister management,
      Uninstaller uninstaller,
      ExecutionCosts costs) {
    this.executor = executor;
    this.managementCanister = management;
    this.management = new ManagementTurn(management);
    this.uninstaller = uninstaller;
    this.costs = costs;
    this.induction = new IngressInduction(costs);
    this.tasks = new Tasks(executor);
  }

  @Override
  public RoundSummary execute(ReplicatedState state, RoundInput input) {
    state.advance(input.height(), input.timeNanos(), input.randomness());
    state.ingressHistory().prune(input.timeNanos());
    Round round = new Round(state, managementCanister);
    for (CanisterState canister : List.copyOf(state.canisters().values())) {
      Deadlines.expire(round, canister);
      chargeIfDue(round, canister);
    }
    for (Ingress ingress : input.ingress()) {
      induction.induct(round, ingress);
    }
    management.run(round);
    round.lineUp(
        state.canisters().values().stream()
            .filter(canister -> hasWork(round, canister))
            .map(CanisterState::id)
            .toList());
    runMessages(round);
    round.returnPostponed();
    for (CanisterState canister : List.copyOf(state.canisters().values())) {
      Stopping.update(round, canister);
    }
    return round.summary();
  }

  private static boolean hasWork(Round round, CanisterState canister) {
    return !canister.inputs().isEmpty() || Tasks.areDue(round, canister);
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

  private void runMessages(Round round) {
    while (!round.isOver()) {
      management.run(round);
      @Nullable CanisterState canister = round.nextReady();
      if (canister == null) {
        return;
      }
      turn(round, canister);
    }
  }

  /// Executes messages of one canister for a while.
  private void turn(Round round, CanisterState canister) {
    Principal id = canister.id();
    long before = round.instructions();
    int messages = 0;
    round.changed(id);
    if (round.isFirstTurn(id)) {
      tasks.run(round, canister);
    }
    while (!round.isOver()
        && messages < RoundLimits.TURN_MESSAGES_MAX
        && round.instructions() - before < RoundLimits.TURN_INSTRUCTIONS_MAX) {
      @Nullable Input input = canister.inputs().poll();
      if (input == null) {
        break;
      }
      messages++;
      round.executed(executor.execute(round.state(), canister, input, round));
      tasks.runHook(round, canister);
    }
    if (!canister.inputs().isEmpty()) {
      round.makeReady(id);
    }
  }
}
