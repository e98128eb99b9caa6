package dev.atoll.replica.state;

import dev.atoll.types.Principal;

/// Canister ids from `start` to `end`, both inclusive.
public record CanisterRange(Principal start, Principal end) {

  public boolean contains(Principal id) {
    return start.compareTo(id) <= 0 && id.compareTo(end) <= 0;
  }
}
