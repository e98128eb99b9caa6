package dev.atoll.spi.gateway;

import dev.atoll.types.ErrorCode;
import dev.atoll.types.RejectCode;
import dev.atoll.types.RequestId;

/// What became of a submitted call.
public sealed interface SubmitResult {

  /// The call is in the ingress pool, or was there before.
  record Accepted(RequestId requestId) implements SubmitResult {}

  /// A non-replicated rejection: the call was checked and will not be executed.
  record Rejected(RejectCode rejectCode, String message, ErrorCode errorCode)
      implements SubmitResult {}

  record Refused(Refusal refusal) implements SubmitResult {}
}
