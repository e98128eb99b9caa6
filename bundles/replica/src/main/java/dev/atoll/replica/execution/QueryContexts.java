package dev.atoll.replica.execution;

import dev.atoll.replica.execution.QueryOutcome.Reject;
import dev.atoll.replica.execution.QueryOutcome.Reply;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What queries and their callbacks know from outside the canister.
final class QueryContexts {

  private QueryContexts() {}

  static MessageContext of(
      ExecutionMode mode,
      QueryLease lease,
      Principal caller,
      Ingress.@Nullable SenderInfo senderInfo,
      Bytes arg,
      String method,
      @Nullable Supplier<Bytes> certificate) {
    return new MessageContext(
        mode,
        lease.timeNanos(),
        caller,
        senderInfo,
        arg,
        method,
        null,
        Cycles.ZERO,
        Cycles.ZERO,
        0,
        0,
        false,
        certificate);
  }

  /// The callback of a call that a composite query with `context` made.
  ///
  /// @param instructionsBefore executed before for this query
  static MessageContext callback(
      MessageContext context, QueryOutcome result, long instructionsBefore) {
    boolean replied = result instanceof Reply;
    Bytes data = result instanceof Reply reply ? reply.reply() : Bytes.EMPTY;
    MessageContext.@Nullable Reject reject =
        result instanceof Reject rejected
            ? new MessageContext.Reject(
                rejected.errorCode().rejectCode().code(), Bytes.ofUtf8(textOf(rejected)))
            : null;
    return new MessageContext(
        replied ? ExecutionMode.COMPOSITE_REPLY_CALLBACK : ExecutionMode.COMPOSITE_REJECT_CALLBACK,
        context.timeNanos(),
        context.caller(),
        context.senderInfo(),
        data,
        "",
        reject,
        Cycles.ZERO,
        Cycles.ZERO,
        0,
        instructionsBefore,
        false,
        null);
  }

  /// A canister's own words, or what became of it with the error code.
  private static String textOf(Reject reject) {
    return switch (reject.errorCode()) {
      case CANISTER_REJECTED_MESSAGE -> reject.message();
      case CANISTER_DID_NOT_REPLY -> Responder.NO_RESPONSE;
      default -> reject.errorCode().describe(reject.message());
    };
  }
}
