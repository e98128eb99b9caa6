package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;

/// A message between two canisters, or between a canister and the management canister.
public sealed interface CanisterMessage {

  /// The deadline of a call that waits without bound.
  long NO_DEADLINE = 0;

  Principal sender();

  Principal receiver();

  /// A call.
  ///
  /// @param callbackId the callback of the sender that the response goes to
  /// @param cycles attached, already taken from the sender
  /// @param deadlineNanos when a bounded-wait call gives up, or [#NO_DEADLINE]
  record Request(
      Principal sender,
      long callbackId,
      Principal receiver,
      String method,
      Bytes arg,
      Cycles cycles,
      long deadlineNanos)
      implements CanisterMessage {}

  /// The one answer to a call.
  ///
  /// @param sender who was called
  /// @param receiver who called
  /// @param callbackId the callback of the receiver
  /// @param refund cycles that go back to the caller
  /// @param deadlineNanos that of the call
  record Response(
      Principal sender,
      Principal receiver,
      long callbackId,
      Payload payload,
      Cycles refund,
      long deadlineNanos)
      implements CanisterMessage {}
}
