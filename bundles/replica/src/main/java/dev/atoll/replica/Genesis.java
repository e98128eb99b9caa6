package dev.atoll.replica;

import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.TreeMap;

/// What a subnet begins with: its own root, with one node that holds the whole threshold key.
final class Genesis {

  /// Below it lie the ids that the public network uses, free for `specified_id`; developers know
  /// the ids that follow from local networks: the first is bkyz2-fmaaa-aaaaa-qaaaq-cai.
  static final long FIRST_CANISTER_INDEX = 0x8000_0000_0010_0001L;

  private Genesis() {}

  static SubnetInfo subnet(ReplicaConfig config, SubnetKeys keys) {
    TreeMap<NodeId, Bytes> nodes = new TreeMap<>();
    nodes.put(keys.nodeId(), keys.nodeKey().derPublicKey());
    return new SubnetInfo(
        keys.subnetId(),
        keys.subnetPublicKey(),
        keys.subnetPublicKey(),
        config.subnetType(),
        List.of(new CanisterRange(Principal.ofCanisterIndex(0), Principal.ofCanisterIndex(-1))),
        nodes,
        config.costSchedule(),
        config.subnetSize());
  }

  /// The state before the first block.
  static ReplicatedState state(SubnetInfo subnet) {
    ReplicatedState state = new ReplicatedState(subnet, 0);
    state.setNextCanisterIndex(FIRST_CANISTER_INDEX);
    return state;
  }
}
