package dev.atoll.replica.persistence;

import static dev.atoll.replica.persistence.CheckpointTables.BLOBS;
import static dev.atoll.replica.persistence.CheckpointTables.CANISTERS;
import static dev.atoll.replica.persistence.CheckpointTables.CHECKPOINT;
import static dev.atoll.replica.persistence.CheckpointTables.META;
import static dev.atoll.replica.persistence.CheckpointTables.PAGES;
import static dev.atoll.replica.persistence.CheckpointTables.STATUSES;

import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.storage.Storage;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import dev.atoll.wasm.memory.PageVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a checkpoint and clears the storage of what belongs to none.
///
/// Pages are read in the order of their keys, a pack at a time. For one [#load].
final class CheckpointLoader {

  private final Storage storage;

  private final CheckpointIndex index;

  private final CheckpointOutput removals;

  /// Modules and chunks in the storage by their hash.
  private final Map<Bytes, Bytes> blobs = new TreeMap<>();

  private final Map<Bytes, ValidatedModule> modules = new TreeMap<>();

  /// Memories in the storage by their number, to be filled after the canisters are known.
  private final TreeMap<Long, Loading> memories = new TreeMap<>();

  private record Loading(StoredMemory memory, long sizeBytes) {}

  CheckpointLoader(Storage storage, CheckpointIndex index) {
    this.storage = storage;
    this.index = index;
    this.removals = new CheckpointOutput(storage, CheckpointOutput.BATCH_SIZE_BYTES_MAX);
  }

  @Nullable ReplicatedState load(SubnetInfo subnet) {
    @Nullable Bytes bytes = storage.get(META, CHECKPOINT);
    Cbor.@Nullable CborMap meta = bytes == null ? null : CheckpointMeta.open(bytes);
    scan(BLOBS, blobs::put);
    @Nullable ReplicatedState state = meta == null ? null : load(subnet, meta);
    loadPages();
    removeUnusedBlobs();
    removals.commit();
    return state;
  }

  private ReplicatedState load(SubnetInfo subnet, Cbor.CborMap map) {
    CheckpointMeta meta = CheckpointMeta.decode(map);
    if (!meta.subnet().equals(subnet.id().principal())) {
      throw new IllegalStateException(
          "state belongs to the subnet %s, the keys to the subnet %s"
              .formatted(meta.subnet(), subnet.id()));
    }
    index.setNext(CheckpointMeta.nextMemory(map), CheckpointMeta.nextPack(map));
    ReplicatedState state = new ReplicatedState(subnet, meta.timeNanos());
    state.advance(meta.height(), meta.timeNanos(), meta.randomness());
    state.setNextCanisterIndex(meta.nextCanisterIndex());
    state.setUpdateTransactions(meta.updateTransactions());
    meta.management().forEach(state::pushManagement);
    meta.longExecutions().forEach(state::putLongExecution);
    scan(CANISTERS, (key, value) -> loadCanister(state, Principal.of(key), value));
    scan(
        STATUSES,
        (key, value) ->
            state.ingressHistory().put(new RequestId(key), MessageCodec.entry(Cbor.decode(value))));
    state.ingressHistory().takeChanged();
    return state;
  }

  private void scan(String table, java.util.function.BiConsumer<Bytes, Bytes> visitor) {
    storage.scan(
        table,
        Bytes.EMPTY,
        null,
        (key, value) -> {
          visitor.accept(key, value);
          return true;
        });
  }

  private void loadCanister(ReplicatedState state, Principal id, Bytes value) {
    CanisterRecord stored = CanisterRecord.decode(value);
    state.add(CanisterCodec.canister(id, stored.canister(), _ -> new StoredParts(id, stored)));
  }

  /// Gives modules and chunks, and memories that [#loadPages] will fill.
  private final class StoredParts implements CanisterCodec.Parts {

    private final Principal id;

    private final CanisterRecord stored;

    StoredParts(Principal id, CanisterRecord stored) {
      this.id = id;
      this.stored = stored;
    }

    @Override
    public ValidatedModule module(Bytes hash) {
      return modules.computeIfAbsent(
          hash, absent -> ValidatedModule.ofCanister(blob("module", absent)));
    }

    @Override
    public Bytes chunk(Bytes hash) {
      return blob("chunk", hash);
    }

    private Bytes blob(String kind, Bytes hash) {
      @Nullable Bytes content = blobs.get(hash);
      if (content == null) {
        throw new IllegalStateException(
            "%s %s of canister %s is missing in the storage".formatted(kind, hash, id));
      }
      index.blobs.add(hash);
      return content;
    }

    @Override
    public CommittedMemory heap(long sizeBytes) {
      StoredMemory heap = memory(stored.heap(), sizeBytes);
      index.loadedHeap(id, heap);
      return heap.memory();
    }

    @Override
    public CommittedMemory stableMemory(long sizeBytes) {
      StoredMemory stable = memory(stored.stableMemory(), sizeBytes);
      index.loadedStableMemory(id, stable);
      return stable.memory();
    }

    private StoredMemory memory(long number, long sizeBytes) {
      StoredMemory memory = new StoredMemory(number, new CommittedMemory());
      memories.put(number, new Loading(memory, sizeBytes));
      return memory;
    }
  }

  /// Fills the memories; packs between and behind them belong to none.
  private void loadPages() {
    long next = 0;
    for (Map.Entry<Long, Loading> entry : memories.entrySet()) {
      long number = entry.getKey();
      removePacks(next, number);
      Loading loading = entry.getValue();
      loading.memory().memory().load(loading.sizeBytes(), visitor -> load(loading, visitor));
      loading.memory().takeGarbage().forEach(this::removePack);
      next = number + 1;
    }
    removePacks(next, -1);
  }

  private void load(Loading loading, PageVisitor visitor) {
    long number = loading.memory().number();
    List<Bytes> unfinished = new ArrayList<>();
    storage.scan(
        PAGES,
        CheckpointTables.pageKey(number, 0),
        CheckpointTables.pageKey(number + 1, 0),
        (key, value) -> {
          if (Long.compareUnsigned(CheckpointTables.packOf(key), index.nextPack()) < 0) {
            load(loading, CheckpointTables.packOf(key), PagePack.of(value), visitor);
          } else {
            unfinished.add(key);
          }
          return true;
        });
    unfinished.forEach(this::removePack);
  }

  private static void load(Loading loading, long packNumber, PagePack pack, PageVisitor visitor) {
    int[] pages = pack.pages();
    for (int i = 0; i < pages.length; i++) {
      if ((long) pages[i] << LinearMemory.PAGE_SHIFT < loading.sizeBytes()) {
        visitor.visit(pages[i], pack.content(i));
      }
    }
    loading.memory().put(packNumber, pages);
  }

  /// @param to the number of a memory, exclusive; -1 is above all
  private void removePacks(long from, long to) {
    if (from == to) {
      return;
    }
    // Not while scanning: a storage may keep for the scan what is removed meanwhile.
    List<Bytes> keys = new ArrayList<>();
    storage.scan(
        PAGES,
        CheckpointTables.pageKey(from, 0),
        CheckpointTables.pageKey(to, 0),
        (key, value) -> keys.add(key));
    keys.forEach(this::removePack);
  }

  private void removePack(Bytes key) {
    removals.delete(PAGES, key);
  }

  private void removeUnusedBlobs() {
    for (Bytes hash : blobs.keySet()) {
      if (!index.blobs.contains(hash)) {
        removals.delete(BLOBS, hash);
      }
    }
  }
}
