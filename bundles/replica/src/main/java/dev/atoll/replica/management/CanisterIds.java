package dev.atoll.replica.management;

import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.Principal;

/// Chooses the ids of new canisters, in ascending order and no id twice.
final class CanisterIds {

  private CanisterIds() {}

  /// Takes the next free id of the subnet's ranges.
  ///
  /// @throws ManagementException if there is none
  static Principal next(ReplicatedState state) {
    long index = state.nextCanisterIndex();
    for (CanisterRange range : state.subnet().ranges()) {
      long last = range.last().canisterIndex();
      long candidate = greater(index, range.first().canisterIndex());
      while (Long.compareUnsigned(candidate, last) <= 0) {
        Principal id = Principal.ofCanisterIndex(candidate);
        if (state.canister(id) == null) {
          state.setNextCanisterIndex(candidate + 1);
          return id;
        }
        if (candidate == last) {
          break; // the greatest index has no successor
        }
        candidate++;
      }
    }
    throw Refusals.outOfCanisterIds();
  }

  /// Indexes are unsigned.
  private static long greater(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }

  /// Checks an id that the caller asks for.
  ///
  /// @throws ManagementException if the subnet does not host it or has such a canister already
  static void checkFree(ReplicatedState state, Principal id) {
    if (state.canister(id) != null) {
      throw Refusals.canisterExists(id);
    }
    if (!state.subnet().hosts(id)) {
      throw Refusals.notHosted(id, state.subnet().id());
    }
  }
}
