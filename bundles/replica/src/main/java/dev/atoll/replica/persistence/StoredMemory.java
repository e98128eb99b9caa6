package dev.atoll.replica.persistence;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the pages of one memory are in the storage.
///
/// A page lies in the pack that had it last; the packs before hold it in vain. A pack that holds
/// nothing else is garbage, and when more than half of all is in vain, what is left in the emptiest
/// packs is moved: it counts as changed and comes into the next checkpoint.
///
/// Four bytes for each page of the memory. One thread at a time.
final class StoredMemory {

  /// Pages in vain that a memory may have in any case.
  static final int IN_VAIN_MAX = PagePack.PAGES_MAX;

  private static final int NOWHERE = 0;

  private final long number;

  private final CommittedMemory memory;

  /// By page: one more than the index of its pack in [#packs].
  private int[] packOf = new int[16];

  /// With nulls in [#free] places.
  private final List<@Nullable Pack> packs = new ArrayList<>();

  private final ArrayDeque<Integer> free = new ArrayDeque<>();

  private final List<Bytes> garbage = new ArrayList<>();

  private long livePages;

  private long storedPages;

  private static final class Pack {

    private final long number;

    private final int size;

    private int live;

    Pack(long number, int size) {
      this.number = number;
      this.size = size;
      this.live = size;
    }
  }

  /// @param number names the memory in the storage
  StoredMemory(long number, CommittedMemory memory) {
    this.number = number;
    this.memory = memory;
  }

  long number() {
    return number;
  }

  CommittedMemory memory() {
    return memory;
  }

  Bytes key(long pack) {
    return CheckpointTables.pageKey(number, pack);
  }

  /// Notes that the newest content of `pages` is in a new pack.
  ///
  /// @param pages ascending, at least one
  void put(long packNumber, int[] pages) {
    Integer reused = free.poll();
    int index = reused == null ? packs.size() : reused;
    Pack pack = new Pack(packNumber, pages.length);
    if (reused == null) {
      packs.add(pack);
    } else {
      packs.set(index, pack);
    }
    storedPages += pages.length;
    int last = pages[pages.length - 1];
    if (last >= packOf.length) {
      packOf = Arrays.copyOf(packOf, Math.max(last + 1, 2 * packOf.length));
    }
    for (int page : pages) {
      leave(packOf[page]);
      packOf[page] = index + 1;
      livePages++;
    }
  }

  private void leave(int place) {
    if (place == NOWHERE) {
      return;
    }
    @Nullable Pack old = packs.get(place - 1);
    if (old == null) {
      throw new IllegalStateException("a page lies in a pack that is gone");
    }
    livePages--;
    if (--old.live == 0) {
      drop(place - 1, old);
    }
  }

  private void drop(int index, Pack pack) {
    packs.set(index, null);
    free.add(index);
    storedPages -= pack.size;
    garbage.add(key(pack.number));
  }

  /// The keys of packs that hold nothing any more, each once.
  List<Bytes> takeGarbage() {
    List<Bytes> taken = List.copyOf(garbage);
    garbage.clear();
    return taken;
  }

  /// The keys of all packs, for a memory that is gone.
  List<Bytes> keys() {
    List<Bytes> keys = new ArrayList<>(garbage);
    for (@Nullable Pack pack : packs) {
      if (pack != null) {
        keys.add(key(pack.number));
      }
    }
    return keys;
  }

  /// Has the pages of half-empty packs come into the next checkpoint if too much is in vain.
  ///
  /// @return whether there are any
  boolean moveIfWasteful() {
    if (storedPages - livePages <= Math.max(livePages, IN_VAIN_MAX)) {
      return false;
    }
    BitSet moved = new BitSet();
    for (int page = 0; page < packOf.length; page++) {
      @Nullable Pack pack = packOf[page] == NOWHERE ? null : packs.get(packOf[page] - 1);
      if (pack != null && 2 * pack.live <= pack.size) {
        moved.set(page);
      }
    }
    memory.touch(moved);
    return true;
  }
}
