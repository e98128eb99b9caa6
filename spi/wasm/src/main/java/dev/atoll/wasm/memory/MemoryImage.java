package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/// The bytes of the published content of a memory. Guarded by the lock of the memory.
final class MemoryImage implements AutoCloseable {

  private static final long INITIAL_RESERVATION_BYTES = 1L << 20;

  /// How much more than asked for is reserved at most.
  private static final long SPARE_BYTES_MAX = 1L << 30;

  private final AddressSpace space = new AddressSpace(INITIAL_RESERVATION_BYTES);

  private long sizeBytes;

  /// Another one after [#resize].
  MemorySegment segment() {
    return space.segment();
  }

  long sizeBytes() {
    return sizeBytes;
  }

  void resize(long bytes) {
    if (bytes > space.reservedBytes()) {
      space.extend(Math.max(bytes, Math.min(2 * space.reservedBytes(), bytes + SPARE_BYTES_MAX)));
    }
    sizeBytes = bytes;
  }

  /// Takes over `pages`, ascending, from a memory of the same size.
  void copyFrom(MemorySegment source, int[] pages) {
    copyRuns(source, segment(), pages, pages.length);
  }

  /// Puts `pages`, ascending, back into a memory; those that lie beyond the size here are zero.
  void copyTo(MemorySegment target, int[] pages) {
    int sizePages = (int) (sizeBytes >>> LinearMemory.PAGE_SHIFT);
    int inside = pages.length;
    while (inside > 0 && pages[inside - 1] >= sizePages) {
      target.asSlice(address(pages[--inside]), LinearMemory.PAGE_SIZE_BYTES).fill((byte) 0);
    }
    copyRuns(segment(), target, pages, inside);
  }

  /// Copies runs of neighbouring pages at once.
  private static void copyRuns(MemorySegment source, MemorySegment target, int[] pages, int count) {
    int i = 0;
    while (i < count) {
      int first = i++;
      while (i < count && pages[i] == pages[i - 1] + 1) {
        i++;
      }
      long address = address(pages[first]);
      MemorySegment.copy(
          source, address, target, address, (long) (i - first) << LinearMemory.PAGE_SHIFT);
    }
  }

  void put(int page, MemorySegment content) {
    MemorySegment.copy(content, 0, segment(), address(page), LinearMemory.PAGE_SIZE_BYTES);
  }

  void visit(BitSet pages, PageVisitor visitor) {
    MemorySegment readOnly = segment().asReadOnly();
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      visitor.visit(page, readOnly.asSlice(address(page), LinearMemory.PAGE_SIZE_BYTES));
    }
  }

  private static long address(int page) {
    return (long) page << LinearMemory.PAGE_SHIFT;
  }

  @Override
  public void close() {
    space.close();
  }
}
