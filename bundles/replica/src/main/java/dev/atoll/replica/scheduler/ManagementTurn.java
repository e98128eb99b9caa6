package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.InstructionLimits;
import dev.atoll.replica.management.ManagementCall;
import dev.atoll.replica.management.ManagementCanister;
import dev.atoll.replica.management.ManagementOutcome;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.LongExecution.Work;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.Payload;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Executes the calls to the management canister and answers them.
final class ManagementTurn {

  private final ManagementCanister management;

  private final Executions executions;

  ManagementTurn(ManagementCanister management, Executions executions) {
    this.management = management;
    this.executions = executions;
  }

  /// Works off the queue; nothing begins once its part of the round is used up.
  void run(Round round, ExecutionThread thread) {
    while (!round.isManagementOver()) {
      @Nullable Input input = round.state().pollManagement();
      if (input == null) {
        return;
      }
      boolean waitedBefore = round.waitedBefore();
      if (Deadlines.isExpired(round, input)) {
        if (input instanceof Input.FromUser(Ingress ingress)) {
          Deadlines.timeOut(round, ingress);
        }
        continue;
      }
      if (!waitedBefore && needsLaterRandomness(input)) {
        round.postpone(input);
      } else {
        executeOrPostpone(round, input, thread);
      }
    }
  }

  /// Nobody may know the randomness when it is asked for: that of this round is known by now.
  ///
  /// Source: reference implementation `rs/execution_environment/src/scheduler.rs`, the queue of
  /// postponed `raw_rand` requests.
  private static boolean needsLaterRandomness(Input input) {
    return input instanceof Input.FromCanister(CanisterMessage.Request request)
        && request.method().equals("raw_rand");
  }

  /// Calls about a canister that is in the middle of an execution wait for its end.
  ///
  /// Source: reference implementation `rs/execution_environment/src/scheduler.rs`,
  /// `can_execute_subnet_msg`.
  private void executeOrPostpone(Round round, Input input, ExecutionThread thread) {
    @Nullable ManagementCall call = callOf(input);
    if (call == null) {
      return; // a response: the management canister calls nobody
    }
    ReplicatedState state = round.state();
    boolean runsCode = runsCode(call);
    List<Principal> canisters =
        runsCode || !state.longExecutions().isEmpty() ? management.canistersOf(call) : List.of();
    if (canisters.stream().anyMatch(id -> state.isHeld(id) || round.isPostponedFor(id))) {
      round.postpone(input, canisters);
      return;
    }
    if (runsCode && Executions.isFull(state, true)) {
      round.postpone(input, canisters);
      return;
    }
    @Nullable CanisterState target =
        runsCode && !canisters.isEmpty() ? state.canister(canisters.getFirst()) : null;
    Executions.Body body = body(state, input);
    round.executedByManagement(
        target == null
            ? body.execute(round)
            : executions.execute(
                thread, state, target, new Work.Management(input), new TreeSet<>(canisters), body));
  }

  private static @Nullable ManagementCall callOf(Input input) {
    return switch (input) {
      case Input.FromUser(Ingress ingress) -> new ManagementCall.ByUser(ingress);
      case Input.FromCanister(CanisterMessage.Request request) ->
          new ManagementCall.ByCanister(request);
      case Input.FromCanister(CanisterMessage.Response ignored) -> null;
    };
  }

  private static boolean runsCode(ManagementCall call) {
    return call.method().equals("install_code") || call.method().equals("install_chunked_code");
  }

  /// Executing a call and answering it.
  Executions.Body body(ReplicatedState state, Input input) {
    ManagementCall call = Objects.requireNonNull(callOf(input), "a response is not executed");
    return outbox -> {
      ManagementOutcome outcome =
          management.execute(state, call, outbox, InstructionLimits.INSTALL_CODE_MAX);
      switch (call) {
        case ManagementCall.ByUser(Ingress ingress) ->
            outbox.answer(ingress.requestId(), statusOf(outcome));
        case ManagementCall.ByCanister(CanisterMessage.Request request) -> {
          switch (outcome) {
            case ManagementOutcome.Reply(var reply, Cycles refund, long used) ->
                respond(outbox, request, new Payload.Data(reply), refund);
            case ManagementOutcome.Reject(var code, String message, Cycles refund, long used) ->
                respond(outbox, request, new Payload.Reject(code.rejectCode(), message), refund);
            case ManagementOutcome.Deferred() -> {}
          }
        }
      }
      return outcome.instructions();
    };
  }

  private static IngressStatus statusOf(ManagementOutcome outcome) {
    return switch (outcome) {
      case ManagementOutcome.Reply reply -> new IngressStatus.Replied(reply.reply());
      case ManagementOutcome.Reject reject ->
          new IngressStatus.Rejected(
              reject.errorCode().rejectCode(), reject.message(), reject.errorCode());
      case ManagementOutcome.Deferred() -> new IngressStatus.Processing();
    };
  }

  private static void respond(
      Outbox outbox, CanisterMessage.Request request, Payload payload, Cycles refund) {
    outbox.send(
        new CanisterMessage.Response(
            Principal.MANAGEMENT_CANISTER,
            request.sender(),
            request.callbackId(),
            payload,
            refund,
            request.deadlineNanos()));
  }
}
