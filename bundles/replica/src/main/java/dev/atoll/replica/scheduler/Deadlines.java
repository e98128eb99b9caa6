package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.RejectCode;

/// Ends what waited too long: users' calls that did not start, and calls with a bounded wait.
final class Deadlines {

  private Deadlines() {}

  static void expire(Round round, CanisterState canister) {
    if (!canister.inputs().isEmpty()) {
      expireInputs(round, canister);
    }
    for (Callback callback : canister.calls().takeExpired(round.nowNanos())) {
      round.deliver(
          new CanisterMessage.Response(
              callback.respondent(),
              canister.id(),
              callback.id(),
              new Payload.Reject(RejectCode.SYS_UNKNOWN, "Call has timed out."),
              Cycles.ZERO,
              callback.deadlineNanos()));
    }
  }

  private static void expireInputs(Round round, CanisterState canister) {
    for (Input input : canister.inputs().removeIf(waiting -> isExpired(round, waiting))) {
      if (input instanceof Input.FromUser(Ingress ingress)) {
        timeOut(round, ingress);
      }
    }
  }

  /// Answers a user's call that did not start in time.
  static void timeOut(Round round, Ingress ingress) {
    ErrorCode code = ErrorCode.INGRESS_MESSAGE_TIMEOUT;
    round.answer(
        ingress.requestId(),
        new IngressStatus.Rejected(
            code.rejectCode(),
            "Ingress message %s timed out waiting to start executing."
                .formatted(ingress.requestId()),
            code));
  }

  /// The caller of a bounded-wait call learns of the deadline from its own callback; its cycles are
  /// lost with the request.
  static boolean isExpired(Round round, Input input) {
    return switch (input) {
      case Input.FromUser(Ingress ingress) -> ingress.expiryNanos() < round.nowNanos();
      case Input.FromCanister(CanisterMessage.Request request) ->
          request.deadlineNanos() != CanisterMessage.NO_DEADLINE
              && request.deadlineNanos() < round.nowNanos();
      case Input.FromCanister(CanisterMessage.Response ignored) -> false;
    };
  }
}
