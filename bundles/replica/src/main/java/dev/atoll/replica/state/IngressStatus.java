package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;

/// Where a user's call is.
///
/// Source: Internet Computer interface specification, "Request status".
public sealed interface IngressStatus {

  /// In the queue of its receiver.
  record Received() implements IngressStatus {}

  /// Its execution has begun.
  record Processing() implements IngressStatus {}

  record Replied(Bytes reply) implements IngressStatus {}

  record Rejected(RejectCode rejectCode, String message, ErrorCode errorCode)
      implements IngressStatus {}

  /// It was answered and the answer was forgotten.
  record Done() implements IngressStatus {}

  /// Whether the status will not change any more, but for being forgotten.
  default boolean isTerminal() {
    return switch (this) {
      case Received(), Processing() -> false;
      case Replied ignored -> true;
      case Rejected ignored -> true;
      case Done() -> true;
    };
  }

  /// One entry of the ingress history.
  ///
  /// @param sender who may read it
  /// @param receiver the canister called; delegations must allow it
  /// @param effectiveCanisterId where it may be read: through this canister, or this subnet
  /// @param changedNanos the time of the round that set `status`
  /// @param expiryNanos the expiry of the request; the entry stays at least until then
  record Entry(
      Principal sender,
      Principal receiver,
      Principal effectiveCanisterId,
      IngressStatus status,
      long changedNanos,
      long expiryNanos) {}
}
