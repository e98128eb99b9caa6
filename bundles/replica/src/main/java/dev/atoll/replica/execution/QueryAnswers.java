package dev.atoll.replica.execution;

import dev.atoll.replica.execution.QueryOutcome.Reject;
import dev.atoll.replica.execution.QueryOutcome.Reply;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;

/// Makes the outcomes of queries, with what the budget says was used.
record QueryAnswers(QueryBudget budget) {

  QueryOutcome of(MessageEffects.Response response) {
    return switch (response) {
      case MessageEffects.Response.Reply(Bytes data) -> new Reply(data, budget.used());
      case MessageEffects.Response.Reject(String message) ->
          new Reject(ErrorCode.CANISTER_REJECTED_MESSAGE, message, budget.used());
    };
  }

  QueryOutcome of(Principal canister, CanisterFault fault) {
    return new Reject(fault.code(), fault.messageFor(canister), budget.used());
  }

  QueryOutcome of(CallRefused refused) {
    return new Reject(refused.code(), refused.text(), budget.used());
  }

  QueryOutcome didNotReply(Principal canister) {
    return new Reject(
        ErrorCode.CANISTER_DID_NOT_REPLY,
        "Canister %s did not reply to the call".formatted(canister),
        budget.used());
  }
}
