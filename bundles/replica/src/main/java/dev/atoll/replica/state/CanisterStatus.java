package dev.atoll.replica.state;

import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.List;

/// Whether a canister takes calls.
public sealed interface CanisterStatus {

  record Running() implements CanisterStatus {}

  /// Open calls are finished, new ones rejected.
  ///
  /// @param waiting the stop_canister calls to answer when the last call context is closed
  record Stopping(List<StopCall> waiting) implements CanisterStatus {

    public Stopping {
      waiting = List.copyOf(waiting);
    }
  }

  record Stopped() implements CanisterStatus {}

  /// The number that `ic0.canister_status` gives.
  default int code() {
    return switch (this) {
      case Running() -> 1;
      case Stopping ignored -> 2;
      case Stopped() -> 3;
    };
  }

  /// A caller that waits for a canister to stop.
  sealed interface StopCall {

    /// The time of the round in which it asked.
    long sinceNanos();

    record ByUser(RequestId requestId, long sinceNanos) implements StopCall {}

    /// @param request the whole call, for its response
    record ByCanister(CanisterMessage.Request request, long sinceNanos) implements StopCall {

      public Principal caller() {
        return request.sender();
      }
    }
  }
}
