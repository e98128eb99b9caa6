package dev.atoll.replica.persistence;

import static dev.atoll.replica.persistence.CheckpointTables.BLOBS;
import static dev.atoll.replica.persistence.CheckpointTables.CANISTERS;
import static dev.atoll.replica.persistence.CheckpointTables.CHECKPOINT;
import static dev.atoll.replica.persistence.CheckpointTables.META;
import static dev.atoll.replica.persistence.CheckpointTables.PAGES;
import static dev.atoll.replica.persistence.CheckpointTables.STATUSES;

import dev.atoll.replica.persistence.CheckpointOutput.StoppedException;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.memory.MemoryCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// The state of one height on its way into the storage, while rounds go on.
///
/// New modules, chunks and pages go first, in batches of bounded size and under keys that nobody
/// reads yet; then one batch with canisters, statuses and the meta record makes the checkpoint
/// valid; then what it has replaced is removed. Whenever the process dies, there is either the
/// checkpoint before or this one, and the next start removes what is too much.
///
/// [#write] is for one thread, any; [#stop] too.
public final class PendingCheckpoint {

  private final CheckpointIndex index;

  private final CheckpointOutput out;

  private final CheckpointMeta meta;

  private final Changes changes;

  private volatile boolean ended;

  private volatile boolean valid;

  /// What has changed since the checkpoint before, taken between two rounds.
  ///
  /// @param canisters null for those that are gone
  /// @param statuses null for those that are forgotten
  /// @param newBlobs modules and chunks by their hash
  record Changes(
      SortedMap<Principal, @Nullable CanisterRecord> canisters,
      SortedMap<RequestId, IngressStatus.@Nullable Entry> statuses,
      SortedMap<Bytes, Bytes> newBlobs,
      SortedSet<Bytes> unusedBlobs,
      List<Pages> pages) {}

  /// The changed pages of one memory.
  record Pages(Principal canister, StoredMemory memory, MemoryCapture capture) {}

  PendingCheckpoint(
      CheckpointIndex index, CheckpointOutput out, CheckpointMeta meta, Changes changes) {
    this.index = index;
    this.out = out;
    this.meta = meta;
    this.changes = changes;
  }

  public Height height() {
    return meta.height();
  }

  /// How many pages are to be written.
  public long pageCount() {
    return changes.pages().stream().mapToLong(pages -> pages.capture().pageCount()).sum();
  }

  Changes changes() {
    return changes;
  }

  /// Whether [#write] has returned or thrown.
  boolean hasEnded() {
    return ended;
  }

  /// Whether it is in the storage for good.
  boolean isValid() {
    return valid;
  }

  /// Makes the checkpoint durable.
  ///
  /// @return whether it is; false after [#stop]
  /// @throws dev.atoll.spi.storage.StorageException if the storage fails
  public boolean write() {
    try {
      return tryWrite();
    } finally {
      ended = true;
    }
  }

  private boolean tryWrite() {
    try {
      changes.newBlobs().forEach((hash, content) -> out.put(BLOBS, hash, content));
      changes.pages().forEach(this::writePages);
      writeLast();
    } catch (StoppedException e) {
      putBack();
      return false;
    } catch (RuntimeException | Error e) {
      putBack();
      throw e;
    }
    valid = true;
    settle();
    removeGarbage();
    return true;
  }

  /// Has [#write] end soon: after the return nothing more is written. What is missing of the
  /// checkpoint stays missing.
  ///
  /// @return whether it was still being written
  public boolean stop() {
    out.stop();
    return !ended;
  }

  private void writePages(Pages pages) {
    StoredMemory memory = pages.memory();
    for (@Nullable PagePack pack = PagePack.next(pages.capture());
        pack != null;
        pack = PagePack.next(pages.capture())) {
      long number = index.takePack();
      out.put(PAGES, memory.key(number), pack.value());
      memory.put(number, pack.pages());
    }
    index.garbage.addAll(memory.takeGarbage());
  }

  private void writeLast() {
    List<WriteBatch.Put> puts = new ArrayList<>();
    changes
        .canisters()
        .forEach((id, canister) -> add(puts, CANISTERS, id.bytes(), encode(canister)));
    changes.statuses().forEach((id, entry) -> add(puts, STATUSES, id.bytes(), encode(entry)));
    add(puts, META, CHECKPOINT, meta.encode(index.nextMemory(), index.nextPack()));

    WriteBatch last = out.beginLast(puts.stream().mapToLong(put -> put.value().size()).sum());
    puts.forEach(put -> last.put(put.table(), put.key(), put.value()));
    deleteMissing(last, CANISTERS, changes.canisters(), Principal::bytes);
    deleteMissing(last, STATUSES, changes.statuses(), RequestId::bytes);
    if (index.garbage.size() + changes.unusedBlobs().size() <= CheckpointOutput.BATCH_WRITES_MAX) {
      index.garbage.forEach(key -> last.delete(PAGES, key));
      changes.unusedBlobs().forEach(hash -> last.delete(BLOBS, hash));
      out.commit();
      garbageIsGone();
    } else {
      out.commit();
    }
  }

  private static void add(
      List<WriteBatch.Put> puts, String table, Bytes key, @Nullable Bytes value) {
    if (value != null) {
      puts.add(new WriteBatch.Put(table, key, value));
    }
  }

  private static @Nullable Bytes encode(@Nullable CanisterRecord canister) {
    return canister == null ? null : canister.encode();
  }

  private static @Nullable Bytes encode(IngressStatus.@Nullable Entry entry) {
    return entry == null ? null : MessageCodec.encode(entry).encode();
  }

  private static <K> void deleteMissing(
      WriteBatch batch,
      String table,
      Map<K, ?> entries,
      java.util.function.Function<K, Bytes> key) {
    entries.forEach(
        (id, value) -> {
          if (value == null) {
            batch.delete(table, key.apply(id));
          }
        });
  }

  private void settle() {
    index.blobs.addAll(changes.newBlobs().keySet());
    index.strayBlobs.removeAll(changes.newBlobs().keySet());
    for (Pages pages : changes.pages()) {
      pages.capture().close();
      if (pages.memory().moveIfWasteful()) {
        index.moving.add(pages.canister());
      }
    }
  }

  private void removeGarbage() {
    try {
      index.garbage.forEach(key -> out.delete(PAGES, key));
      changes.unusedBlobs().forEach(hash -> out.delete(BLOBS, hash));
      out.commit();
      garbageIsGone();
    } catch (StoppedException e) {
      return; // the next start removes it
    }
  }

  private void garbageIsGone() {
    index.garbage.clear();
    index.blobs.removeAll(changes.unusedBlobs());
    index.strayBlobs.removeAll(changes.unusedBlobs());
    changes.unusedBlobs().clear();
  }

  private void putBack() {
    changes.pages().forEach(pages -> pages.capture().putBack());
    index.strayBlobs.addAll(changes.newBlobs().keySet());
  }
}
