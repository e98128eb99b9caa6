package dev.atoll.replica.tree;

import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.Cbor;
import dev.atoll.types.Cycles;
import dev.atoll.types.HashTree;
import dev.atoll.types.Leb128;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.MetadataSection;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps the state tree up to date: after a round, only what the round changed is built and hashed
/// anew.
///
/// Used by the subnet's thread alone; the trees that it gives out are immutable.
///
/// Source: Internet Computer interface specification, "The system state tree"; reference
/// implementation `rs/canonical_state`.
public final class StateTree {

  /// One of these for all calls: a busy subnet keeps hundreds of thousands of statuses.
  private static final HashTree RECEIVED = status("received");

  private static final HashTree PROCESSING = status("processing");

  private static final HashTree REPLIED = status("replied");

  private static final HashTree DONE = status("done");

  private static final Bytes REPLY = Bytes.ofUtf8("reply");

  private LabelTrie canisters = LabelTrie.EMPTY;

  private LabelTrie requestStatuses = LabelTrie.EMPTY;

  /// What each canister adds to the metrics of the subnet.
  private final TreeMap<Principal, Share> shares = new TreeMap<>();

  private long canisterStateBytes;

  private BigInteger consumed = BigInteger.ZERO;

  private final HashTree canisterRanges;

  private final HashTree nodes;

  private record Share(long stateBytes, BigInteger consumed) {}

  private final SubnetInfo subnet;

  public StateTree(SubnetInfo subnet) {
    this.subnet = subnet;
    this.canisterRanges = canisterRanges(subnet);
    this.nodes = nodes(subnet);
  }

  /// The tree of `state` when nothing of it is known yet: after a restart.
  public HashTree rebuild(ReplicatedState state) {
    canisters = LabelTrie.EMPTY;
    List.copyOf(shares.keySet()).forEach(id -> count(id, null));
    for (CanisterState canister : state.canisters().values()) {
      canisters = canisters.with(canister.id().bytes(), canister(canister));
      count(canister.id(), canister);
    }
    requestStatuses = LabelTrie.EMPTY;
    for (Map.Entry<RequestId, IngressStatus.Entry> entry :
        state.ingressHistory().entries().entrySet()) {
      requestStatuses =
          requestStatuses.with(entry.getKey().bytes(), status(entry.getValue().status()));
    }
    return assemble(state);
  }

  /// The tree of `state` after a round.
  ///
  /// @param changedCanisters canisters that were changed, created or deleted
  /// @param changedStatuses what [dev.atoll.replica.state.IngressHistory#takeChanged] gave
  public HashTree update(
      ReplicatedState state,
      Collection<Principal> changedCanisters,
      Collection<RequestId> changedStatuses) {
    for (Principal id : changedCanisters) {
      @Nullable CanisterState canister = state.canister(id);
      canisters =
          canister == null
              ? canisters.without(id.bytes())
              : canisters.with(id.bytes(), canister(canister));
      count(id, canister);
    }
    for (RequestId id : changedStatuses) {
      IngressStatus.@Nullable Entry entry = state.ingressHistory().get(id);
      requestStatuses =
          entry == null
              ? requestStatuses.without(id.bytes())
              : requestStatuses.with(id.bytes(), status(entry.status()));
    }
    return assemble(state);
  }

  private HashTree assemble(ReplicatedState state) {
    TreeMap<Bytes, HashTree> top = new TreeMap<>();
    top.put(Bytes.ofUtf8("canister"), canisters.tree());
    top.put(Bytes.ofUtf8("canister_ranges"), HashTree.labeled(subnet.id().bytes(), canisterRanges));
    top.put(Bytes.ofUtf8("request_status"), requestStatuses.tree());
    top.put(Bytes.ofUtf8("subnet"), HashTree.labeled(subnet.id().bytes(), subnetTree(state)));
    top.put(Bytes.ofUtf8("time"), HashTree.leaf(Leb128.encodeUnsigned(state.timeNanos())));
    return HashTree.labeledForest(top);
  }

  private void count(Principal id, @Nullable CanisterState canister) {
    @Nullable Share before = shares.remove(id);
    if (before != null) {
      canisterStateBytes -= before.stateBytes();
      consumed = consumed.subtract(before.consumed());
    }
    if (canister != null) {
      BigInteger cycles = BigInteger.ZERO;
      for (Cycles part : canister.consumed().byPurpose().values()) {
        cycles = cycles.add(part.value());
      }
      Share share = new Share(CanisterMemory.totalBytes(canister), cycles);
      shares.put(id, share);
      canisterStateBytes += share.stateBytes();
      consumed = consumed.add(share.consumed());
    }
  }

  private static HashTree canister(CanisterState canister) {
    TreeMap<Bytes, HashTree> parts = new TreeMap<>();
    put(parts, "canister_creation_timestamp", Leb128.encodeUnsigned(canister.createdNanos()));
    put(
        parts,
        "controllers",
        Cbor.array(canister.settings().controllers().stream().map(Cbor::blob).toList())
            .encodeSelfDescribed());
    @Nullable ExecutionState execution = canister.execution();
    if (execution != null) {
      put(parts, "certified_data", canister.certifiedData());
      put(parts, "last_install_timestamp", Leb128.encodeUnsigned(execution.installedNanos()));
      put(parts, "module_hash", execution.module().moduleHash());
      TreeMap<Bytes, HashTree> metadata = new TreeMap<>();
      for (MetadataSection section : execution.module().customSections().values()) {
        metadata.put(Bytes.ofUtf8(section.name()), HashTree.leaf(section.content()));
      }
      if (!metadata.isEmpty()) {
        parts.put(Bytes.ofUtf8("metadata"), HashTree.labeledForest(metadata));
      }
    }
    return HashTree.labeledForest(parts);
  }

  private static HashTree status(String name) {
    return HashTree.labeled("status", HashTree.leaf(Bytes.ofUtf8(name)));
  }

  private static HashTree status(IngressStatus status) {
    return switch (status) {
      case IngressStatus.Received() -> RECEIVED;
      case IngressStatus.Processing() -> PROCESSING;
      case IngressStatus.Replied(Bytes reply) ->
          HashTree.balancedForks(
              List.of(HashTree.labeled(REPLY, HashTree.leaf(reply)), REPLIED)); // by label
      case IngressStatus.Rejected rejected -> {
        TreeMap<Bytes, HashTree> parts = new TreeMap<>();
        put(parts, "status", Bytes.ofUtf8("rejected"));
        put(parts, "reject_code", Leb128.encodeUnsigned(rejected.rejectCode().code()));
        put(parts, "reject_message", Bytes.ofUtf8(rejected.message()));
        put(parts, "error_code", Bytes.ofUtf8(rejected.errorCode().text()));
        yield HashTree.labeledForest(parts);
      }
      case IngressStatus.Done() -> DONE;
    };
  }

  private HashTree subnetTree(ReplicatedState state) {
    TreeMap<Bytes, HashTree> parts = new TreeMap<>();
    put(parts, "canister_ranges", CanisterRange.encode(subnet.ranges()));
    put(parts, "metrics", metrics(state));
    parts.put(Bytes.ofUtf8("node"), nodes);
    put(parts, "public_key", subnet.publicKey());
    put(parts, "type", Bytes.ofUtf8(subnet.type()));
    return HashTree.labeledForest(parts);
  }

  private Bytes metrics(ReplicatedState state) {
    return Cbor.map()
        .put("num_canisters", Cbor.nat(state.canisters().size()))
        .put("canister_state_bytes", Cbor.nat(canisterStateBytes))
        .put(
            "consumed_cycles_total",
            Cbor.map()
                .put("low", Cbor.nat64(consumed.longValue()))
                .put("high", Cbor.nat64(consumed.shiftRight(64).longValue()))
                .build())
        .put("update_transactions_total", Cbor.nat(state.updateTransactions()))
        .build()
        .encodeSelfDescribed();
  }

  private static HashTree canisterRanges(SubnetInfo subnet) {
    TreeMap<Bytes, HashTree> shards = new TreeMap<>();
    for (CanisterRange range : subnet.ranges()) {
      shards.put(range.first().bytes(), HashTree.leaf(CanisterRange.encode(List.of(range))));
    }
    return HashTree.labeledForest(shards);
  }

  private static HashTree nodes(SubnetInfo subnet) {
    TreeMap<Bytes, HashTree> nodes = new TreeMap<>();
    SortedMap<NodeId, Bytes> keys = subnet.nodeKeys();
    keys.forEach(
        (node, key) -> nodes.put(node.bytes(), HashTree.labeled("public_key", HashTree.leaf(key))));
    return HashTree.labeledForest(nodes);
  }

  private static void put(SortedMap<Bytes, HashTree> parts, String label, Bytes value) {
    parts.put(Bytes.ofUtf8(label), HashTree.leaf(value));
  }
}
