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

  /// What a canister is told when the one that it called said nothing.
  static final String NO_RESPONSE = "No response";

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
          answer(
              origin,
              new IngressStatus.Rejected(
                  RejectCode.CANISTER_REJECT, message, ErrorCode.CANISTER_REJECTED_MESSAGE),
              new Payload.Reject(RejectCode.CANISTER_REJECT, message),
              refund);
    }
  }

  /// Canisters see the error code in the message, users beside it.
  void reject(CallOrigin origin, ErrorCode code, String message, Cycles refund) {
    String text = cut(message);
    answer(
        origin,
        new IngressStatus.Rejected(code.rejectCode(), text, code),
        new Payload.Reject(code.rejectCode(), code.describe(text)),
        refund);
  }

  void reject(CallOrigin origin, CanisterFault fault, Cycles refund) {
    reject(origin, fault.code(), fault.messageFor(canister), refund);
  }

  /// The canister ended the call without an answer.
  void didNotReply(CallOrigin origin, Cycles refund) {
    ErrorCode code = ErrorCode.CANISTER_DID_NOT_REPLY;
    answer(
        origin,
        new IngressStatus.Rejected(
            code.rejectCode(), "Canister %s did not reply to the call".formatted(canister), code),
        new Payload.Reject(code.rejectCode(), NO_RESPONSE),
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
