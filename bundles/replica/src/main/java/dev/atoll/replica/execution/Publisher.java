package dev.atoll.replica.execution;

import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Principal;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Hands the results of a round to readers beside the subnet's thread.
///
/// [#publish] is called by the subnet's thread, under a lock that keeps readers out.
public interface Publisher {

  /// Copies what messages wrote since the last publication into the published memories of `changed`
  /// canisters and raises their versions.
  ///
  /// @return the snapshot of each changed canister that exists, null for one that does not
  SortedMap<Principal, @Nullable CanisterSnapshot> publish(
      ReplicatedState state, SortedSet<Principal> changed);
}
