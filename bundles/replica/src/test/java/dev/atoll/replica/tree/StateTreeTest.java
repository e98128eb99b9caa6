package dev.atoll.replica.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.Cbor;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Leb128;
import dev.atoll.types.Lookup;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import dev.atoll.types.RequestId;
import dev.atoll.types.SubnetId;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.CommittedMemory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class StateTreeTest {

  private static final long NOW = 1_700_000_000_000_000_000L;

  private static final SubnetId SUBNET = new SubnetId(Principal.of(new byte[] {5, 5, 2}));

  private static final NodeId NODE = new NodeId(Principal.of(new byte[] {6, 6, 2}));

  private static final Principal ALICE = Principal.of(new byte[] {1, 1, 2});

  private static final Principal CANISTER = Principal.ofCanisterIndex(3);

  private static final List<CanisterRange> RANGES = List.of(range(0, 9), range(20, 29));

  private static final Bytes MODULE =
      new WasmModuleBuilder()
          .customSection("icp:public candid:service", "service : {}")
          .customSection("icp:private notes", "secret")
          .build();

  private final ReplicatedState state = new ReplicatedState(subnet(), NOW);

  private final StateTree tree = new StateTree(state.subnet());

  private static SubnetInfo subnet() {
    TreeMap<NodeId, Bytes> nodes = new TreeMap<>();
    nodes.put(NODE, Bytes.ofUtf8("node key"));
    return new SubnetInfo(
        SUBNET,
        Bytes.ofUtf8("subnet key"),
        Bytes.ofUtf8("subnet key"),
        "application",
        RANGES,
        nodes,
        CostSchedule.NORMAL,
        13);
  }

  private static CanisterRange range(long first, long last) {
    return new CanisterRange(Principal.ofCanisterIndex(first), Principal.ofCanisterIndex(last));
  }

  @Test
  void timeIsALeb128Number() {
    assertThat(value("time")).isEqualTo(Leb128.encodeUnsigned(NOW));
    assertThat(Leb128.encodeUnsigned(NOW)).isEqualTo(Bytes.ofHex("8080a8b1e39fe7cb17"));
  }

  @Test
  void theSubnetSaysWhatItIs() {
    assertThat(value("subnet", SUBNET.bytes(), "public_key")).isEqualTo(Bytes.ofUtf8("subnet key"));
    assertThat(value("subnet", SUBNET.bytes(), "type")).isEqualTo(Bytes.ofUtf8("application"));
    assertThat(value("subnet", SUBNET.bytes(), "node", NODE.bytes(), "public_key"))
        .isEqualTo(Bytes.ofUtf8("node key"));
  }

  @Test
  void rangesAreThereInBothForms() {
    assertThat(CanisterRange.decode(value("subnet", SUBNET.bytes(), "canister_ranges")))
        .isEqualTo(RANGES);
    for (CanisterRange range : RANGES) {
      assertThat(
              CanisterRange.decode(value("canister_ranges", SUBNET.bytes(), range.first().bytes())))
          .containsExactly(range);
    }
  }

  @Test
  void metricsCountCanistersBytesCyclesAndCalls() {
    CanisterState canister = create(CANISTER);
    canister
        .consumed()
        .add(Purpose.MEMORY, Cycles.of(BigInteger.ONE.shiftLeft(65).add(BigInteger.TEN)));
    canister.consumed().add(Purpose.INSTRUCTIONS, Cycles.of(5));
    canister.chunks().put(Bytes.ofUtf8("chunk"));
    state.setUpdateTransactions(42);

    Bytes metrics = value("subnet", SUBNET.bytes(), "metrics");

    assertThat(Cbor.decodeSelfDescribed(metrics))
        .isEqualTo(
            Cbor.map()
                .put("num_canisters", Cbor.nat(1))
                .put("canister_state_bytes", Cbor.nat(state.canisterStateBytes()))
                .put(
                    "consumed_cycles_total",
                    Cbor.map().put("low", Cbor.nat(15)).put("high", Cbor.nat(2)).build())
                .put("update_transactions_total", Cbor.nat(42))
                .build());
    assertThat(state.canisterStateBytes()).isEqualTo(1 << 20);
    assertThat(metrics.toHex()).startsWith("d9d9f7");
  }

  @Test
  void aCanisterShowsItsControllersAndItsDates() {
    CanisterState canister = create(CANISTER);
    TreeSet<Principal> controllers = new TreeSet<>(List.of(ALICE, CANISTER));
    canister.setSettings(controlledBy(controllers));

    assertThat(value("canister", CANISTER.bytes(), "controllers"))
        .isEqualTo(Cbor.array(controllers.stream().map(Cbor::blob).toList()).encodeSelfDescribed());
    assertThat(value("canister", CANISTER.bytes(), "canister_creation_timestamp"))
        .isEqualTo(Leb128.encodeUnsigned(NOW));
    for (String absent :
        List.of("certified_data", "module_hash", "last_install_timestamp", "metadata")) {
      assertThat(lookup("canister", CANISTER.bytes(), absent)).isEqualTo(new Lookup.Absent());
    }
  }

  @Test
  void codeShowsItsHashItsMetadataAndWhatItCertifies() {
    CanisterState canister = create(CANISTER);
    canister.setCertifiedData(Bytes.ofUtf8("certified"));
    install(canister, NOW + 5);

    assertThat(value("canister", CANISTER.bytes(), "module_hash"))
        .isEqualTo(Bytes.wrap(Hashes.sha256(MODULE.unsafeArray())));
    assertThat(value("canister", CANISTER.bytes(), "last_install_timestamp"))
        .isEqualTo(Leb128.encodeUnsigned(NOW + 5));
    assertThat(value("canister", CANISTER.bytes(), "certified_data"))
        .isEqualTo(Bytes.ofUtf8("certified"));
    assertThat(value("canister", CANISTER.bytes(), "metadata", "candid:service"))
        .isEqualTo(Bytes.ofUtf8("service : {}"));
    assertThat(value("canister", CANISTER.bytes(), "metadata", "notes"))
        .isEqualTo(Bytes.ofUtf8("secret"));
    assertThat(lookup("canister", CANISTER.bytes(), "metadata", "candid:args"))
        .isEqualTo(new Lookup.Absent());
  }

  @Test
  void aCallShowsWhereItIs() {
    assertStatus(new IngressStatus.Received(), "status", Bytes.ofUtf8("received"));
    assertStatus(new IngressStatus.Processing(), "status", Bytes.ofUtf8("processing"));
    assertStatus(new IngressStatus.Done(), "status", Bytes.ofUtf8("done"));
    IngressStatus replied = new IngressStatus.Replied(Bytes.ofUtf8("hello"));
    assertStatus(replied, "status", Bytes.ofUtf8("replied"));
    assertStatus(replied, "reply", Bytes.ofUtf8("hello"));
    IngressStatus rejected =
        new IngressStatus.Rejected(
            RejectCode.CANISTER_ERROR, "trapped", ErrorCode.CANISTER_TRAPPED);
    assertStatus(rejected, "status", Bytes.ofUtf8("rejected"));
    assertStatus(rejected, "reject_code", Bytes.ofHex("05"));
    assertStatus(rejected, "reject_message", Bytes.ofUtf8("trapped"));
    assertStatus(rejected, "error_code", Bytes.ofUtf8("IC0502"));
  }

  private void assertStatus(IngressStatus status, String field, Bytes value) {
    RequestId id = requestId(1);
    state.ingressHistory().put(id, entry(status));

    assertThat(value("request_status", id.bytes(), field)).isEqualTo(value);
  }

  @Test
  void whatIsUnknownIsAbsent() {
    assertThat(lookup("canister", CANISTER.bytes(), "controllers")).isEqualTo(new Lookup.Absent());
    assertThat(lookup("request_status", requestId(9).bytes(), "status"))
        .isEqualTo(new Lookup.Absent());
    assertThat(lookup("api_boundary_nodes")).isEqualTo(new Lookup.Absent());
  }

  /// A replica that was restarted rebuilds the tree, the others update it: both must agree.
  @Property(tries = 100)
  void anUpdatedTreeIsTheRebuiltOne(@ForAll Random random) {
    tree.rebuild(state);
    for (int round = 0; round < 12; round++) {
      state.advance(
          state.height().next(), state.timeNanos() + 1 + random.nextInt(5), state.randomness());
      TreeSet<Principal> changed = new TreeSet<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        changed.add(changeCanister(random));
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        changeStatus(random);
      }
      if (random.nextInt(4) == 0) {
        state.ingressHistory().prune(state.timeNanos() + random.nextInt(400) * 1_000_000_000L);
      }
      state.setUpdateTransactions(random.nextInt(1000));

      HashTree updated = tree.update(state, changed, state.ingressHistory().takeChanged());

      assertThat(updated.rootHash())
          .isEqualTo(new StateTree(state.subnet()).rebuild(state).rootHash());
      assertThat(updated.isWellFormed()).isTrue();
    }
    assertThat(tree.rebuild(state).rootHash())
        .isEqualTo(new StateTree(state.subnet()).rebuild(state).rootHash());
  }

  private Principal changeCanister(Random random) {
    Principal id = Principal.ofCanisterIndex(random.nextInt(6));
    CanisterState canister = state.canister(id);
    if (canister == null) {
      create(id);
      return id;
    }
    switch (random.nextInt(6)) {
      case 0 -> state.remove(id);
      case 1 -> canister.setCertifiedData(Bytes.ofUtf8("data " + random.nextInt()));
      case 2 -> canister.consumed().add(Purpose.MEMORY, Cycles.of(random.nextInt(1000)));
      case 3 -> install(canister, random.nextInt(1000));
      case 4 -> canister.setExecution(null);
      default -> canister.chunks().put(Bytes.ofUtf8("chunk " + random.nextInt()));
    }
    return id;
  }

  private void changeStatus(Random random) {
    RequestId id = requestId(random.nextInt(8));
    IngressStatus status =
        switch (random.nextInt(4)) {
          case 0 -> new IngressStatus.Received();
          case 1 -> new IngressStatus.Processing();
          case 2 -> new IngressStatus.Replied(Bytes.ofUtf8("reply " + random.nextInt()));
          default -> new IngressStatus.Done();
        };
    state.ingressHistory().put(id, entry(status));
  }

  private IngressStatus.Entry entry(IngressStatus status) {
    return new IngressStatus.Entry(
        ALICE, CANISTER, CANISTER, status, state.timeNanos(), state.timeNanos());
  }

  private static RequestId requestId(int number) {
    return new RequestId(
        Bytes.wrap(Hashes.sha256(Bytes.ofUtf8("request " + number).unsafeArray())));
  }

  private CanisterState create(Principal id) {
    CanisterState canister =
        new CanisterState(
            id,
            CanisterSettings.defaults(ALICE),
            Cycles.of(1_000),
            new CommittedMemory(),
            state.timeNanos());
    state.add(canister);
    return canister;
  }

  private static void install(CanisterState canister, long installedNanos) {
    canister.setExecution(
        new ExecutionState(
            ValidatedModule.ofCanister(MODULE),
            installedNanos,
            new long[0],
            new CommittedMemory()));
  }

  private static CanisterSettings controlledBy(SortedSet<Principal> controllers) {
    CanisterSettings defaults = CanisterSettings.defaults(ALICE);
    return new CanisterSettings(
        controllers,
        defaults.computeAllocationPercent(),
        defaults.memoryAllocationBytes(),
        defaults.freezingThresholdSeconds(),
        defaults.reservedCyclesLimit(),
        defaults.minimumIncomingCallCycles(),
        defaults.logVisibility(),
        defaults.snapshotVisibility(),
        defaults.statusVisibility(),
        defaults.wasmMemoryLimitBytes(),
        defaults.wasmMemoryThresholdBytes(),
        defaults.logMemoryLimitBytes(),
        defaults.environmentVariables());
  }

  private Bytes value(Object... path) {
    Lookup found = lookup(path);
    assertThat(found).isInstanceOf(Lookup.Found.class);
    return ((Lookup.Found) found).value();
  }

  private Lookup lookup(Object... path) {
    return tree.rebuild(state)
        .lookup(
            Arrays.stream(path)
                .map(label -> label instanceof Bytes bytes ? bytes : Bytes.ofUtf8((String) label))
                .toList());
  }
}
