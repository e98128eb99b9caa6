package dev.atoll.replica.management;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;

/// Removes the code of a canister that cannot pay any more. The subnet's thread alone calls it.
@FunctionalInterface
public interface Uninstaller {

  /// Removes code and memories, rejects the open calls through `outbox`, and sets the balance to 0.
  void uninstall(ReplicatedState state, CanisterState canister, Outbox outbox);
}
