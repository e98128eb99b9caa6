package dev.atoll.replica.execution;

import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.Payload;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;

/// Answers calls: to users through the ingress history, to canisters with a response.
final class Responder {

  /// Longer texts are cut. Source: `MAX_USER_ERROR_DESCRIPTION_SIZE`, 8 KiB.
  static final int TEXT_CHARS_MAX = 8 * 1024;

  private final Principal canister;

  private final Outbox outbox;

  /// @param canister who answers
  Responder(Principal canister, Outbox outbox) {
    this.canister = canister;
    this.outbox = outbox;
  }

  /// Gives the canister's own answer.
  void respond(CallOrigin origin, MessageEffects.Response response, Cycles refund) {
    switch (response) {
      case MessageEffects.Response.Reply(var data) ->
          answer(origin, new IngressStatus.Replied(data), new Payload.Data(data), refund);
      case MessageEffects.Response.Reject(String message) ->
          reject(
              origin,
              RejectCode.CANISTER_REJECT,
              ErrorCode.CANISTER_REJECTED_MESSAGE,
              message,
              refund);
    }
  }

  void reject(CallOrigin origin, ErrorCode code, String message, Cycles refund) {
    reject(origin, code.rejectCode(), code, cut(message), refund);
  }

  void reject(CallOrigin origin, CanisterFault fault, Cycles refund) {
    reject(origin, fault.code(), fault.messageFor(canister), refund);
  }

  /// The canister ended the call without an answer.
  void didNotReply(CallOrigin origin, Cycles refund) {
    reject(
        origin,
        ErrorCode.CANISTER_DID_NOT_REPLY,
        "Canister %s did not reply to the call".formatted(canister),
        refund);
  }

  private void reject(
      CallOrigin origin, RejectCode reject, ErrorCode code, String message, Cycles refund) {
    answer(
        origin,
        new IngressStatus.Rejected(reject, message, code),
        new Payload.Reject(reject, message),
        refund);
  }

  private void answer(CallOrigin origin, IngressStatus status, Payload payload, Cycles refund) {
    switch (origin) {
      case CallOrigin.User user -> outbox.answer(user.requestId(), status);
      case CallOrigin.Canister(Principal caller, long callbackId, long deadlineNanos) ->
          outbox.send(
              new CanisterMessage.Response(
                  canister, caller, callbackId, payload, refund, deadlineNanos));
      case CallOrigin.SystemTask() -> {}
    }
  }

  private static String cut(String text) {
    return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
  }
}
