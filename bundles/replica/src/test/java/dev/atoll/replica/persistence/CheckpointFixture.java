package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.testing.Subnets;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A state that tests write by hand, its checkpoints, and what a restart would find.
final class CheckpointFixture {

  static final int PAGE = LinearMemory.PAGE_SIZE_BYTES;

  static final int WASM_PAGE = LinearMemory.WASM_PAGE_SIZE_BYTES;

  static final SubnetInfo SUBNET = Subnets.application();

  private static final Principal CONTROLLER = Principal.of(new byte[] {9, 9, 2});

  private static final long PAGES_MAX = 1024;

  final CountingStorage storage;

  Checkpoints checkpoints;

  ReplicatedState state = new ReplicatedState(SUBNET, 5);

  private final TreeSet<Principal> changed = new TreeSet<>();

  /// Who writes into an image; one writer each.
  private final IdentityHashMap<CommittedMemory, LinearMemory> writers = new IdentityHashMap<>();

  private final long batchSizeBytesMax;

  CheckpointFixture(Path directory) {
    this(directory, CheckpointOutput.BATCH_SIZE_BYTES_MAX);
  }

  CheckpointFixture(Path directory, long batchSizeBytesMax) {
    this.storage = new CountingStorage(new SimulatedStorageFactory().open(directory));
    this.batchSizeBytesMax = batchSizeBytesMax;
    this.checkpoints = new Checkpoints(storage, batchSizeBytesMax);
  }

  static Principal id(long index) {
    return Principal.ofCanisterIndex(index);
  }

  static Bytes module(int number) {
    return new WasmModuleBuilder()
        .memory(false, 0)
        .customSection("icp:public number", Integer.toString(number))
        .build();
  }

  CanisterState create(long index) {
    CanisterState canister =
        new CanisterState(
            id(index),
            CanisterSettings.defaults(CONTROLLER),
            Cycles.of(1_000 + index),
            new CommittedMemory(),
            7);
    add(canister);
    return canister;
  }

  void add(CanisterState canister) {
    state.add(canister);
    changed.add(canister.id());
  }

  void delete(long index) {
    state.remove(id(index));
    changed.add(id(index));
  }

  CanisterState canister(long index) {
    return Objects.requireNonNull(state.canister(id(index)));
  }

  /// Installs code with an empty heap, in place of what was there.
  void install(long index, int module) {
    canister(index)
        .setExecution(
            new ExecutionState(
                ValidatedModule.ofCanister(module(module)),
                11,
                new long[] {-1, module},
                new CommittedMemory()));
    changed.add(id(index));
  }

  void uninstall(long index) {
    canister(index).setExecution(null);
    canister(index).setStableMemory(new CommittedMemory());
    changed.add(id(index));
  }

  CommittedMemory heap(long index) {
    return Objects.requireNonNull(canister(index).execution()).heap();
  }

  CommittedMemory stable(long index) {
    return canister(index).stableMemory();
  }

  /// Grows a memory of a canister so that it has the page, and writes a byte there.
  void write(long index, CommittedMemory memory, int page, int value) {
    LinearMemory writer = writer(memory);
    long needed = ((long) page * PAGE + WASM_PAGE) / WASM_PAGE;
    if (writer.sizePages() < needed) {
      writer.grow(needed - writer.sizePages());
    }
    writer.write((long) page * PAGE + 17, new byte[] {(byte) value});
    writer.commit(memory);
    changed.add(id(index));
  }

  /// Grows a memory of a canister without writing anything.
  void grow(long index, CommittedMemory memory, int wasmPages) {
    LinearMemory writer = writer(memory);
    writer.grow(wasmPages);
    writer.commit(memory);
    changed.add(id(index));
  }

  private LinearMemory writer(CommittedMemory memory) {
    return writers.computeIfAbsent(
        memory,
        image -> {
          LinearMemory writer = LinearMemory.forHost(0, PAGES_MAX);
          writer.update(image);
          return writer;
        });
  }

  /// Ends a round: its changes are known, and there is a checkpoint.
  void checkpoint() {
    begin().write();
  }

  /// Ends a round and begins a checkpoint.
  PendingCheckpoint begin() {
    endRound();
    storage.reset();
    return checkpoints.begin(state);
  }

  void endRound() {
    state.advance(
        state.height().next(),
        state.timeNanos() + 1,
        Bytes.wrap(new byte[] {(byte) state.height().value()}));
    checkpoints.changed(changed, state.ingressHistory().takeChanged(), state.ingressHistory());
    changed.clear();
  }

  /// What a new process finds in the storage.
  @Nullable ReplicatedState load() {
    return new Checkpoints(storage).load(SUBNET);
  }

  /// Goes on as a new process would, with an empty state if there is no checkpoint.
  void restart() {
    writers.clear();
    changed.clear();
    storage.work();
    checkpoints = new Checkpoints(storage, batchSizeBytesMax);
    state =
        Objects.requireNonNullElseGet(
            checkpoints.load(SUBNET), () -> new ReplicatedState(SUBNET, 5));
  }

  /// Everything in a state, in a form that can be compared.
  static Map<String, Object> contents(@Nullable ReplicatedState state) {
    Map<String, Object> all = new TreeMap<>();
    if (state == null) {
      return all;
    }
    all.put("height", state.height());
    all.put("time", state.timeNanos());
    all.put("randomness", state.randomness());
    all.put("next canister", state.nextCanisterIndex());
    all.put("transactions", state.updateTransactions());
    all.put("management", List.copyOf(state.management()));
    state.ingressHistory().entries().forEach((id, entry) -> all.put("call " + id, entry));
    state
        .canisters()
        .forEach(
            (id, canister) -> {
              all.put("canister " + id, CanisterCodec.encode(canister));
              all.put("chunks " + id, Map.copyOf(canister.chunks().chunks()));
              all.put("stable " + id, bytes(canister.stableMemory()));
              @Nullable ExecutionState execution = canister.execution();
              if (execution != null) {
                all.put("heap " + id, bytes(execution.heap()));
                all.put("module " + id, execution.module().uploaded());
              }
            });
    return all;
  }

  private static Bytes bytes(CommittedMemory memory) {
    return Bytes.wrap(memory.read(0, Math.toIntExact(memory.sizeBytes())));
  }
}
