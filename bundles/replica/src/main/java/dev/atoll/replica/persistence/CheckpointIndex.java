package dev.atoll.replica.persistence;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is in the storage, as far as the next checkpoint must know.
///
/// Used by the subnet's thread while no checkpoint is being written, by the one that writes it
/// otherwise.
final class CheckpointIndex {

  /// The memories whose pages are in the storage, by canister.
  private final Map<Principal, StoredMemory> heaps = new TreeMap<>();

  private final Map<Principal, StoredMemory> stableMemories = new TreeMap<>();

  /// Hashes of the modules and chunks in the storage.
  final TreeSet<Bytes> blobs = new TreeSet<>();

  /// Hashes of modules and chunks that a checkpoint which did not become valid may have left.
  final TreeSet<Bytes> strayBlobs = new TreeSet<>();

  /// Keys of packs of pages that no checkpoint needs once the next one is valid.
  final ArrayDeque<Bytes> garbage = new ArrayDeque<>();

  /// Canisters some of whose pages are to be written again.
  final TreeSet<Principal> moving = new TreeSet<>();

  private long nextMemory = CanisterRecord.NO_HEAP + 1;

  private long nextPack = 1;

  long nextMemory() {
    return nextMemory;
  }

  long nextPack() {
    return nextPack;
  }

  long takePack() {
    return nextPack++;
  }

  void setNext(long memory, long pack) {
    nextMemory = memory;
    nextPack = pack;
  }

  @Nullable StoredMemory heap(Principal id, @Nullable CommittedMemory memory) {
    return follow(heaps, id, memory);
  }

  @Nullable StoredMemory stableMemory(Principal id, @Nullable CommittedMemory memory) {
    return follow(stableMemories, id, memory);
  }

  /// The entry of `memory`, a new one if it is not the memory that the canister had.
  private @Nullable StoredMemory follow(
      Map<Principal, StoredMemory> stored, Principal id, @Nullable CommittedMemory memory) {
    @Nullable StoredMemory known = stored.get(id);
    if (known != null && known.memory() == memory) {
      return known;
    }
    if (known != null) {
      garbage.addAll(known.keys());
      stored.remove(id);
    }
    if (memory == null) {
      return null;
    }
    StoredMemory made = new StoredMemory(nextMemory++, memory);
    stored.put(id, made);
    return made;
  }

  void loadedHeap(Principal id, StoredMemory memory) {
    heaps.put(id, memory);
  }

  void loadedStableMemory(Principal id, StoredMemory memory) {
    stableMemories.put(id, memory);
  }
}
