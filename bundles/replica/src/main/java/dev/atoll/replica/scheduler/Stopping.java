package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CanisterStatus.StopCall;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.util.List;

/// Stops canisters once their last call is answered, and tells those who wait for it.
///
/// Source: Internet Computer interface specification, "IC method stop_canister"; reference
/// implementation `process_stopping_canisters`.
final class Stopping {

  /// Candid of no values.
  private static final Bytes NO_VALUES = Bytes.ofHex("4449444c0000");

  private Stopping() {}

  static void update(Round round, CanisterState canister) {
    if (!(canister.status() instanceof CanisterStatus.Stopping stopping)) {
      return;
    }
    if (canister.calls().isEmpty()) {
      canister.setStatus(new CanisterStatus.Stopped());
      canister.bumpVersion();
      round.changed(canister.id());
      stopping.waiting().forEach(call -> stopped(round, call));
      return;
    }
    List<StopCall> late =
        stopping.waiting().stream()
            .filter(call -> call.sinceNanos() + RoundLimits.STOP_TIMEOUT_NANOS <= round.nowNanos())
            .toList();
    if (!late.isEmpty()) {
      List<StopCall> others =
          stopping.waiting().stream().filter(call -> !late.contains(call)).toList();
      canister.setStatus(new CanisterStatus.Stopping(others));
      late.forEach(call -> timedOut(round, call));
    }
  }

  private static void stopped(Round round, StopCall call) {
    switch (call) {
      case StopCall.ByUser user ->
          round.answer(user.requestId(), new IngressStatus.Replied(NO_VALUES));
      case StopCall.ByCanister canister ->
          respond(round, canister.request(), new Payload.Data(NO_VALUES));
    }
  }

  private static void timedOut(Round round, StopCall call) {
    ErrorCode code = ErrorCode.STOP_CANISTER_REQUEST_TIMEOUT;
    String message = "Stop canister request timed out";
    switch (call) {
      case StopCall.ByUser user ->
          round.answer(
              user.requestId(), new IngressStatus.Rejected(code.rejectCode(), message, code));
      case StopCall.ByCanister canister ->
          respond(round, canister.request(), new Payload.Reject(code.rejectCode(), message));
    }
  }

  private static void respond(Round round, CanisterMessage.Request request, Payload payload) {
    round.deliver(
        new CanisterMessage.Response(
            Principal.MANAGEMENT_CANISTER,
            request.sender(),
            request.callbackId(),
            payload,
            request.cycles(),
            request.deadlineNanos()));
  }
}
