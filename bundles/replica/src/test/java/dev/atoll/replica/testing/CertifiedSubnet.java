package dev.atoll.replica.testing;

import dev.atoll.replica.certification.CertifiedState;
import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.replica.tree.StateTree;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.Cycles;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.HashTree;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A root subnet of one node with real keys, whose state tests write and publish by hand; it hosts
/// the canisters with the indices 0 to 99.
public final class CertifiedSubnet {

  public static final long NOW = 1_700_000_000_000_000_000L;

  public static final Principal CONTROLLER = Principal.of(new byte[] {9, 9, 9, 2});

  private final CryptoProvider crypto = Blst.provider();

  private final SubnetKeys keys =
      SubnetKeys.loadOrCreate(crypto, new MemoryKeyStore(), new SplittableRandom(1));

  private final ReplicatedState state = new ReplicatedState(subnetOf(keys), NOW);

  private final StateTree tree = new StateTree(state.subnet());

  private final CertifiedStates states = new CertifiedStates(state.subnet());

  public static SubnetInfo subnetOf(SubnetKeys keys) {
    TreeMap<NodeId, Bytes> nodes = new TreeMap<>();
    nodes.put(keys.nodeId(), keys.nodeKey().derPublicKey());
    return new SubnetInfo(
        keys.subnetId(),
        keys.subnetPublicKey(),
        keys.subnetPublicKey(),
        "application",
        List.of(new CanisterRange(Principal.ofCanisterIndex(0), Principal.ofCanisterIndex(99))),
        nodes,
        CostSchedule.NORMAL,
        13);
  }

  public CryptoProvider crypto() {
    return crypto;
  }

  public SubnetKeys keys() {
    return keys;
  }

  public ReplicatedState state() {
    return state;
  }

  public CertifiedStates states() {
    return states;
  }

  /// A new canister of [#CONTROLLER] without code.
  public CanisterState create(long index) {
    CanisterState canister =
        new CanisterState(
            Principal.ofCanisterIndex(index),
            CanisterSettings.defaults(CONTROLLER),
            Cycles.of(1_000_000),
            new CommittedMemory(),
            NOW);
    state.add(canister);
    return canister;
  }

  public static void install(CanisterState canister, Bytes module) {
    canister.setExecution(
        new ExecutionState(
            ValidatedModule.ofCanister(module), NOW, new long[0], new CommittedMemory()));
  }

  /// Sets the status of a call.
  public void answer(RequestId id, IngressStatus.Entry entry) {
    state.ingressHistory().put(id, entry);
  }

  /// Makes a round of one second of what was written since the last one.
  public CertifiedState publish() {
    long now = state.timeNanos() + 1_000_000_000;
    state.advance(state.height().next(), now, state.randomness());
    HashTree root = tree.rebuild(state);
    Map<RequestId, IngressStatus.@Nullable Entry> statuses = new HashMap<>();
    state
        .ingressHistory()
        .takeChanged()
        .forEach(id -> statuses.put(id, state.ingressHistory().get(id)));
    TreeMap<Principal, CanisterSnapshot> canisters = new TreeMap<>();
    state.canisters().forEach((id, canister) -> canisters.put(id, snapshot(canister)));
    CertifiedState certified =
        new CertifiedState(
            state.height(),
            now,
            root,
            keys.sign(DomainSeparator.IC_STATE_ROOT.payload(root.rootHash())));
    states.publish(certified, () -> new CertifiedStates.Changes(canisters, statuses));
    return certified;
  }

  private static CanisterSnapshot snapshot(CanisterState canister) {
    return new CanisterSnapshot(
        canister.id(),
        canister.settings(),
        canister.status(),
        canister.cycles(),
        canister.reservedCycles(),
        Cycles.ZERO,
        canister.version(),
        canister.execution(),
        canister.stableMemory(),
        canister.certifiedData(),
        List.copyOf(canister.log().entries()),
        CanisterMemory.of(canister),
        canister.consumed().byPurpose(),
        false);
  }
}
