package dev.atoll.replica.execution;

import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;

/// What a non-replicated execution came to. Nothing of it stays.
public sealed interface QueryOutcome {

  /// Instructions used, those of called queries among them.
  long instructions();

  /// Replied, or for `canister_inspect_message`: accepted.
  record Reply(Bytes reply, long instructions) implements QueryOutcome {}

  /// Failed or rejected; the reject code is that of the error code.
  record Reject(ErrorCode errorCode, String message, long instructions) implements QueryOutcome {}
}
