package dev.atoll.replica.management;

import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.types.RequestId;

/// Where execution leaves what others must learn; the scheduler routes it.
public interface Outbox {

  /// Sends a message to a canister or to the management canister.
  void send(CanisterMessage message);

  /// Answers a user's call.
  void answer(RequestId requestId, IngressStatus status);
}
