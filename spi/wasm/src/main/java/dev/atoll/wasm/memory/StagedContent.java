package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was staged since the last publication: pages that are newer than those of the image, and
/// the size. For the one thread that stages and publishes.
final class StagedContent implements AutoCloseable {

  private static final long NOTHING = -1;

  private static final int[] NO_PAGES = {};

  /// Made when it is first needed: most memories never have one.
  private @Nullable PageOverlay overlay;

  private long sizeBytes = NOTHING;

  boolean isEmpty() {
    return sizeBytes == NOTHING;
  }

  /// @throws IllegalStateException if [#isEmpty]
  long sizeBytes() {
    if (isEmpty()) {
      throw new IllegalStateException("nothing is staged");
    }
    return sizeBytes;
  }

  /// Keeps `pages` of `memory` aside.
  void put(MemorySegment memory, int[] pages, long newSizeBytes) {
    PageOverlay kept = overlay;
    if (kept == null) {
      kept = new PageOverlay();
      overlay = kept;
    }
    for (int page : pages) {
      kept.put(page, memory);
    }
    sizeBytes = newSizeBytes;
  }

  /// The numbers of all pages, ascending.
  int[] pages() {
    return overlay == null ? NO_PAGES : overlay.pages();
  }

  /// Copies those of `pages` that are here to their places in `target`.
  ///
  /// @return the others, in their order
  int[] copyTo(MemorySegment target, int[] pages) {
    PageOverlay kept = overlay;
    if (kept == null || kept.size() == 0) {
      return pages;
    }
    int[] others = new int[pages.length];
    int count = 0;
    for (int page : pages) {
      if (!kept.copyTo(page, target)) {
        others[count++] = page;
      }
    }
    return Arrays.copyOf(others, count);
  }

  void copyAllTo(MemorySegment target) {
    if (overlay != null) {
      overlay.copyAllTo(target);
    }
  }

  /// Forgets all and keeps the room.
  void clear() {
    if (overlay != null) {
      overlay.clear();
    }
    sizeBytes = NOTHING;
  }

  @Override
  public void close() {
    if (overlay != null) {
      overlay.close();
    }
  }
}
