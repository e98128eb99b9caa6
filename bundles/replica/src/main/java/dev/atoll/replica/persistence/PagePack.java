package dev.atoll.replica.persistence;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.memory.LinearMemory;
import dev.atoll.wasm.memory.MemoryCapture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Up to [#PAGES_MAX] pages of one memory as they are stored: the contents, ascending, then their
/// numbers, 4 bytes each.
///
/// Packs make a large checkpoint a few thousand values instead of millions of pages, which a
/// B-tree takes an order of magnitude faster.
///
/// @param pages the numbers of the pages, ascending
@SuppressWarnings("ArrayRecordComponent") // never compared
record PagePack(int[] pages, Bytes value) {

  static final int PAGES_MAX = 256;

  private static final int PAGE_SIZE_BYTES = LinearMemory.PAGE_SIZE_BYTES;

  private static final int ENTRY_SIZE_BYTES = PAGE_SIZE_BYTES + Integer.BYTES;

  /// The next pages of `capture`, or null at its end.
  static @Nullable PagePack next(MemoryCapture capture) {
    int count = Math.min(capture.unreadCount(), PAGES_MAX);
    if (count == 0) {
      return null;
    }
    int[] pages = new int[count];
    byte[] buffer = new byte[count * ENTRY_SIZE_BYTES];
    capture.read(pages, MemorySegment.ofArray(buffer));
    ByteBuffer numbers = ByteBuffer.wrap(buffer, count * PAGE_SIZE_BYTES, count * Integer.BYTES);
    for (int page : pages) {
      numbers.putInt(page);
    }
    return new PagePack(pages, Bytes.wrap(buffer));
  }

  static PagePack of(Bytes value) {
    if (value.isEmpty() || value.size() % ENTRY_SIZE_BYTES != 0) {
      throw new IllegalStateException(
          "a pack of pages has %d bytes, expected a multiple of %d"
              .formatted(value.size(), ENTRY_SIZE_BYTES));
    }
    int count = value.size() / ENTRY_SIZE_BYTES;
    int[] pages = new int[count];
    ByteBuffer.wrap(value.unsafeArray(), count * PAGE_SIZE_BYTES, count * Integer.BYTES)
        .asIntBuffer()
        .get(pages);
    return new PagePack(pages, value);
  }

  /// The content of the page at `index` of [#pages].
  MemorySegment content(int index) {
    return MemorySegment.ofArray(value.unsafeArray())
        .asSlice((long) index * PAGE_SIZE_BYTES, PAGE_SIZE_BYTES);
  }
}
