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

  /// When the execution began that sends here: it may have waited for some rounds since.
  ///
  /// @param nowNanos the time of the round
  default long beganNanos(long nowNanos) {
    return nowNanos;
  }

  /// What the execution that sends here may use.
  default Slices slices() {
    return Slices.WHOLE;
  }

  /// What the canisters of the subnet hold, as the execution that sends here was told at first.
  default long takenBytes(ReplicatedState state) {
    return state.memory().takenBytes();
  }

  /// What [#takenBytes] would be, without telling it to the execution.
  default long peekTakenBytes(ReplicatedState state) {
    return takenBytes(state);
  }
}
