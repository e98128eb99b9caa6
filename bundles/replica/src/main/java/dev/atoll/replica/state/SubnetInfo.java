package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import dev.atoll.types.SubnetId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the registry says about the subnet; changes only by consensus.
///
/// @param id the subnet
/// @param publicKey its DER-wrapped threshold public key, 133 bytes
/// @param rootKey the DER-wrapped key of the root subnet; equal to `publicKey` on the root subnet
/// @param type `application`, `system` or another type of the specification
/// @param ranges the canister ids that it hosts, ascending and disjoint
/// @param nodeKeys the DER Ed25519 public key of each node
/// @param costSchedule whether canisters pay
/// @param size the number of nodes that costs are computed for
public record SubnetInfo(
    SubnetId id,
    Bytes publicKey,
    Bytes rootKey,
    String type,
    List<CanisterRange> ranges,
    SortedMap<NodeId, Bytes> nodeKeys,
    CostSchedule costSchedule,
    int size) {

  /// Whether canisters pay cycles.
  public enum CostSchedule {
    NORMAL,
    FREE
  }

  public SubnetInfo {
    ranges = List.copyOf(ranges);
    nodeKeys = Collections.unmodifiableSortedMap(new TreeMap<>(nodeKeys));
  }

  /// Whether a canister of this id belongs to the subnet.
  ///
  /// Only ids made of an index do: other principals lie between two of them in the order of bytes
  /// too, and of the longest ones a state tree could become too deep.
  public boolean hosts(Principal canisterId) {
    return canisterId.hasCanisterIndex()
        && ranges.stream().anyMatch(range -> range.contains(canisterId));
  }

  public boolean isRoot() {
    return publicKey.equals(rootKey);
  }
}
