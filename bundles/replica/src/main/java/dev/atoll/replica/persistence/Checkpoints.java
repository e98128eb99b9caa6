package dev.atoll.replica.persistence;

import dev.atoll.replica.state.BeforeExecution;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.IngressHistory;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.storage.Storage;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes the replicated state to the storage and reads it back.
///
/// A checkpoint has what changed since the one before: canisters and call statuses that rounds
/// changed, pages that messages wrote, modules that are new. [#begin] takes it between two rounds,
/// when everything is published, and [PendingCheckpoint#write] may run beside the rounds after it.
/// Used by the subnet's thread alone. For the tables see [CheckpointTables].
public final class Checkpoints {

  private final Storage storage;

  private final long batchSizeBytesMax;

  private final CheckpointIndex index = new CheckpointIndex();

  private final TreeSet<Principal> changedCanisters = new TreeSet<>();

  /// As they were last, null for those that are forgotten. Taken round by round: there are
  /// thousands between two checkpoints, and [#begin] is what calls wait for.
  private TreeMap<RequestId, IngressStatus.@Nullable Entry> changedStatuses = new TreeMap<>();

  private Height loaded = Height.GENESIS;

  private @Nullable PendingCheckpoint last;

  public Checkpoints(Storage storage) {
    this(storage, CheckpointOutput.BATCH_SIZE_BYTES_MAX);
  }

  /// @param batchSizeBytesMax see [CheckpointOutput#BATCH_SIZE_BYTES_MAX]
  Checkpoints(Storage storage, long batchSizeBytesMax) {
    this.storage = storage;
    this.batchSizeBytesMax = batchSizeBytesMax;
  }

  /// The height of the newest checkpoint that is begun, or of the one that was loaded.
  public Height height() {
    return last == null || (last.hasEnded() && !last.isValid()) ? loaded : last.height();
  }

  /// Whether a checkpoint is being written.
  public boolean isWriting() {
    return last != null && !last.hasEnded();
  }

  /// The height of the newest checkpoint in `storage`, or null if there is none.
  ///
  /// @throws IllegalStateException if it is of another format
  public static @Nullable Height heightIn(Storage storage) {
    @Nullable Bytes bytes = storage.get(CheckpointTables.META, CheckpointTables.CHECKPOINT);
    return bytes == null ? null : CheckpointMeta.decode(CheckpointMeta.open(bytes)).height();
  }

  /// Notes what a round changed.
  ///
  /// @param history after the round
  public void changed(
      Collection<Principal> canisters, Collection<RequestId> statuses, IngressHistory history) {
    changedCanisters.addAll(canisters);
    statuses.forEach(id -> changedStatuses.put(id, history.get(id)));
  }

  /// Makes `state` durable before it returns.
  public void write(ReplicatedState state) {
    begin(state).write();
  }

  /// Takes `state` as it is now; [PendingCheckpoint#write] follows.
  ///
  /// @throws IllegalStateException if the last one has not ended
  public PendingCheckpoint begin(ReplicatedState state) {
    settle();
    changedCanisters.addAll(index.moving);
    index.moving.clear();
    SortedMap<Bytes, Bytes> used = blobs(state);
    TreeSet<Bytes> unused = new TreeSet<>(index.blobs);
    unused.addAll(index.strayBlobs);
    unused.removeAll(used.keySet());
    used.keySet().removeAll(index.blobs);

    SortedMap<Principal, @Nullable CanisterRecord> canisters = new TreeMap<>();
    List<PendingCheckpoint.Pages> pages = new ArrayList<>();
    for (Principal id : changedCanisters) {
      canisters.put(id, take(id, state, pages));
    }
    SortedMap<RequestId, IngressStatus.@Nullable Entry> statuses = changedStatuses;
    changedCanisters.clear();
    changedStatuses = new TreeMap<>();
    PendingCheckpoint begun =
        new PendingCheckpoint(
            index,
            new CheckpointOutput(storage, batchSizeBytesMax),
            CheckpointMeta.of(state),
            new PendingCheckpoint.Changes(canisters, statuses, used, unused, pages));
    last = begun;
    return begun;
  }

  /// What a checkpoint that did not become valid had taken is the next one's.
  private void settle() {
    @Nullable PendingCheckpoint ended = last;
    if (ended == null) {
      return;
    }
    if (!ended.hasEnded()) {
      throw new IllegalStateException(
          "the checkpoint of height %s is still being written".formatted(ended.height()));
    }
    if (ended.isValid()) {
      loaded = ended.height();
    } else {
      changedCanisters.addAll(ended.changes().canisters().keySet());
      TreeMap<RequestId, IngressStatus.@Nullable Entry> newer = changedStatuses;
      changedStatuses = new TreeMap<>(ended.changes().statuses());
      changedStatuses.putAll(newer);
    }
    last = null;
  }

  /// Modules and chunks of all canisters by their hash.
  private static SortedMap<Bytes, Bytes> blobs(ReplicatedState state) {
    SortedMap<Bytes, Bytes> blobs = new TreeMap<>();
    for (CanisterState canister : state.canisters().values()) {
      @Nullable ExecutionState execution = canister.execution();
      if (execution != null) {
        blobs.put(execution.module().moduleHash(), execution.module().uploaded());
      }
      blobs.putAll(canister.chunks().chunks());
    }
    return blobs;
  }

  private @Nullable CanisterRecord take(
      Principal id, ReplicatedState state, List<PendingCheckpoint.Pages> pages) {
    @Nullable CanisterState canister = state.canister(id);
    @Nullable ExecutionState execution = canister == null ? null : canister.execution();
    @Nullable CommittedMemory heap = execution == null ? null : execution.heap();
    @Nullable CommittedMemory stable = canister == null ? null : canister.stableMemory();
    long before = index.nextMemory();
    @Nullable StoredMemory storedHeap = index.heap(id, heap);
    @Nullable StoredMemory storedStable = index.stableMemory(id, stable);
    capture(id, storedHeap, before, pages);
    capture(id, storedStable, before, pages);
    if (canister == null || storedStable == null) {
      return null;
    }
    return new CanisterRecord(
        storedStable.number(),
        storedHeap == null ? CanisterRecord.NO_HEAP : storedHeap.number(),
        encode(state, canister));
  }

  /// In the middle of an execution a canister is written as it was before: who loads it executes
  /// that again.
  private static Bytes encode(ReplicatedState state, CanisterState canister) {
    @Nullable LongExecution execution = state.longExecutions().get(canister.id());
    @Nullable BeforeExecution before = execution == null ? null : execution.before();
    return before == null
        ? CanisterCodec.encode(canister)
        : before.see(() -> CanisterCodec.encode(canister));
  }

  /// @param newFrom memories from this number on are new
  private static void capture(
      Principal id,
      @Nullable StoredMemory stored,
      long newFrom,
      List<PendingCheckpoint.Pages> pages) {
    if (stored != null) {
      CommittedMemory memory = stored.memory();
      pages.add(
          new PendingCheckpoint.Pages(
              id,
              stored,
              stored.number() >= newFrom ? memory.captureAll() : memory.captureChanged()));
    }
  }

  /// Reads the newest checkpoint, or null if there is none, and removes from the storage what
  /// belongs to no checkpoint.
  ///
  /// @throws IllegalStateException if it is of another format or subnet
  public @Nullable ReplicatedState load(SubnetInfo subnet) {
    @Nullable ReplicatedState state = new CheckpointLoader(storage, index).load(subnet);
    if (state != null) {
      loaded = state.height();
    }
    return state;
  }
}
