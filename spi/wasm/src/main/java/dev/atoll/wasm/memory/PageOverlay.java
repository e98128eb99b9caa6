package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Pages that are newer than those of an image: a hash table from page number to content.
///
/// The room is kept when the overlay is cleared, so that a canister that writes about the same
/// number of pages in each round allocates nothing. One thread at a time.
final class PageOverlay implements AutoCloseable {

  private static final int EMPTY = -1;

  private static final long INITIAL_SLOTS = 64;

  /// Page numbers by hash, and the slot of each.
  private int[] keys = filled(256);
  private int[] slots = new int[256];
  private int size;

  /// The page number of each slot.
  private int[] pages = new int[(int) INITIAL_SLOTS];
  private final AddressSpace content = new AddressSpace(INITIAL_SLOTS << LinearMemory.PAGE_SHIFT);

  private static int[] filled(int length) {
    int[] result = new int[length];
    Arrays.fill(result, EMPTY);
    return result;
  }

  int size() {
    return size;
  }

  boolean contains(int page) {
    return slotOf(page) >= 0;
  }

  /// Copies a page of `source` in.
  void put(int page, MemorySegment source) {
    int slot = slotOf(page);
    if (slot < 0) {
      slot = add(page);
    }
    MemorySegment.copy(
        source, address(page), content.segment(), address(slot), LinearMemory.PAGE_SIZE_BYTES);
  }

  /// Copies a page out to its place in `target`; false if it is not here.
  boolean copyTo(int page, MemorySegment target) {
    return copyTo(page, target, address(page));
  }

  /// Copies a page out to the byte `at` of `target`; false if it is not here.
  boolean copyTo(int page, MemorySegment target, long at) {
    int slot = slotOf(page);
    if (slot < 0) {
      return false;
    }
    MemorySegment.copy(content.segment(), address(slot), target, at, LinearMemory.PAGE_SIZE_BYTES);
    return true;
  }

  /// Copies all pages out, each to its place in `target`.
  void copyAllTo(MemorySegment target) {
    for (int slot = 0; slot < size; slot++) {
      MemorySegment.copy(
          content.segment(),
          address(slot),
          target,
          address(pages[slot]),
          LinearMemory.PAGE_SIZE_BYTES);
    }
  }

  /// The numbers of all pages, ascending.
  int[] pages() {
    int[] result = Arrays.copyOf(pages, size);
    Arrays.sort(result);
    return result;
  }

  /// Forgets all pages and keeps the room.
  void clear() {
    if (size > 0) {
      Arrays.fill(keys, EMPTY);
      size = 0;
    }
  }

  private int add(int page) {
    if (size == pages.length) {
      grow();
    }
    int slot = size++;
    pages[slot] = page;
    int at = find(page);
    keys[at] = page;
    slots[at] = slot;
    return slot;
  }

  private void grow() {
    pages = Arrays.copyOf(pages, pages.length * 2);
    content.extend((long) pages.length << LinearMemory.PAGE_SHIFT);
    if (pages.length * 2 > keys.length) {
      keys = filled(keys.length * 2);
      slots = new int[keys.length];
      for (int slot = 0; slot < size; slot++) {
        int at = find(pages[slot]);
        keys[at] = pages[slot];
        slots[at] = slot;
      }
    }
  }

  private int slotOf(int page) {
    int at = find(page);
    return keys[at] == EMPTY ? EMPTY : slots[at];
  }

  /// Where `page` is, or the free place where it belongs.
  private int find(int page) {
    int mask = keys.length - 1;
    int at = ((page * 0x9E3779B9) >>> 7) & mask;
    while (keys[at] != EMPTY && keys[at] != page) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private static long address(int page) {
    return (long) page << LinearMemory.PAGE_SHIFT;
  }

  @Override
  public void close() {
    content.close();
  }
}
