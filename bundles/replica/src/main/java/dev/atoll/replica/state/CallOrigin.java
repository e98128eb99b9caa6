package dev.atoll.replica.state;

import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import org.jspecify.annotations.Nullable;

/// Whom a call context owes its answer.
public sealed interface CallOrigin {

  /// The principal that `msg_caller` shows.
  Principal caller();

  record User(RequestId requestId, Principal caller, Ingress.@Nullable SenderInfo senderInfo)
      implements CallOrigin {}

  /// @param callbackId the callback of the caller
  /// @param deadlineNanos of a bounded-wait call, or [CanisterMessage#NO_DEADLINE]
  record Canister(Principal caller, long callbackId, long deadlineNanos) implements CallOrigin {}

  /// A heartbeat, a timer or a hook: nobody waits.
  record SystemTask() implements CallOrigin {

    @Override
    public Principal caller() {
      return Principal.MANAGEMENT_CANISTER;
    }
  }
}
