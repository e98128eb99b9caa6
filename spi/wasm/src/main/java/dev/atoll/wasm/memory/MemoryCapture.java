package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Pages of a [CommittedMemory] as they were at one moment, to be read bit by bit while the memory
/// goes on.
///
/// Nothing is copied at first: what is published overwrites pages, and the memory keeps aside the
/// old content of those that were not read yet. [#read] is for one thread, any; exactly one of
/// [#close] and [#putBack] follows.
public final class MemoryCapture implements AutoCloseable {

  private final CommittedMemory memory;

  private final BitSet captured;

  /// Guarded by the lock of the memory: pages leave it under the read lock, the writer looks.
  private final BitSet unread;

  private final int pageCount;

  private @Nullable PageOverlay aside;

  private int next;

  private int readCount;

  /// @param captured belongs to the capture from now on
  MemoryCapture(CommittedMemory memory, BitSet captured) {
    this.memory = memory;
    this.captured = captured;
    this.unread = (BitSet) captured.clone();
    this.pageCount = captured.cardinality();
  }

  /// How many pages there are, read and unread.
  public int pageCount() {
    return pageCount;
  }

  /// How many pages [#read] has yet to give; for the thread that reads.
  public int unreadCount() {
    return pageCount - readCount;
  }

  /// Copies the next pages out, ascending.
  ///
  /// @param pages receives their numbers, as many as there is room
  /// @param target receives their contents one after the other
  /// @return how many; 0 at the end
  public int read(int[] pages, MemorySegment target) {
    return memory.readCaptured(this, pages, target);
  }

  /// Under the read lock.
  int read(int[] pages, MemorySegment target, MemorySegment image) {
    int count = 0;
    for (int page = unread.nextSetBit(next);
        page >= 0 && count < pages.length;
        page = unread.nextSetBit(page + 1)) {
      long at = (long) count << LinearMemory.PAGE_SHIFT;
      if (aside == null || !aside.copyTo(page, target, at)) {
        MemorySegment.copy(
            image,
            (long) page << LinearMemory.PAGE_SHIFT,
            target,
            at,
            LinearMemory.PAGE_SIZE_BYTES);
      }
      pages[count++] = page;
      unread.clear(page);
      next = page + 1;
    }
    readCount += count;
    return count;
  }

  /// Under the write lock, before `pages` of `image` change.
  void keep(int[] pages, MemorySegment image) {
    for (int page : pages) {
      if (unread.get(page)) {
        PageOverlay overlay = aside;
        if (overlay == null) {
          overlay = new PageOverlay();
          aside = overlay;
        }
        if (!overlay.contains(page)) {
          overlay.put(page, image);
        }
      }
    }
  }

  BitSet captured() {
    return captured;
  }

  /// Ends the capture: its pages are durable.
  @Override
  public void close() {
    memory.release(this, false);
  }

  /// Ends the capture: its pages belong to the next one again.
  public void putBack() {
    memory.release(this, true);
  }

  /// Under the write lock.
  void free() {
    if (aside != null) {
      aside.close();
    }
  }
}
