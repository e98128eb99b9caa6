package dev.atoll.replica.state;

import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;

/// Where execution leaves what others must learn; the scheduler routes it.
public interface Outbox {

  /// Sends a message to a canister or to the management canister.
  void send(CanisterMessage message);

  /// Says that something of a canister other than its queues changed: created and deleted ones too.
  void changed(Principal canister);

  /// Answers a user's call.
  void answer(RequestId requestId, IngressStatus status);
}
