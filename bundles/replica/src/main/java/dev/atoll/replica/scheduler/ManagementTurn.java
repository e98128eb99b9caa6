package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.InstructionLimits;
import dev.atoll.replica.management.ManagementCall;
import dev.atoll.replica.management.ManagementCanister;
import dev.atoll.replica.management.ManagementOutcome;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// Executes the calls to the management canister and answers them.
final class ManagementTurn {

  private final ManagementCanister management;

  ManagementTurn(ManagementCanister management) {
    this.management = management;
  }

  /// Works off the queue; nothing begins once its part of the round is used up.
  void run(Round round) {
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
        execute(round, input);
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

  private void execute(Round round, Input input) {
    switch (input) {
      case Input.FromUser(Ingress ingress) -> {
        ManagementOutcome outcome = outcome(round, new ManagementCall.ByUser(ingress));
        round.answer(ingress.requestId(), statusOf(outcome));
      }
      case Input.FromCanister(CanisterMessage.Request request) -> {
        ManagementOutcome outcome = outcome(round, new ManagementCall.ByCanister(request));
        switch (outcome) {
          case ManagementOutcome.Reply(var reply, Cycles refund, long used) ->
              respond(round, request, new Payload.Data(reply), refund);
          case ManagementOutcome.Reject(var code, String message, Cycles refund, long used) ->
              respond(round, request, new Payload.Reject(code.rejectCode(), message), refund);
          case ManagementOutcome.Deferred() -> {}
        }
      }
      case Input.FromCanister(CanisterMessage.Response ignored) -> {
        // The management canister calls nobody.
      }
    }
  }

  private ManagementOutcome outcome(Round round, ManagementCall call) {
    ManagementOutcome outcome =
        management.execute(round.state(), call, round, InstructionLimits.INSTALL_CODE_MAX);
    round.executedByManagement(outcome.instructions());
    return outcome;
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
      Round round, CanisterMessage.Request request, Payload payload, Cycles refund) {
    round.deliver(
        new CanisterMessage.Response(
            Principal.MANAGEMENT_CANISTER,
            request.sender(),
            request.callbackId(),
            payload,
            refund,
            request.deadlineNanos()));
  }
}
