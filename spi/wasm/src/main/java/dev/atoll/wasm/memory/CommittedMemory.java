package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The last committed content of a memory.
///
/// One [LinearMemory] commits into it; others, for queries, follow it. Each commit makes a version;
/// the pages of the last [#VERSIONS_KEPT_MAX] versions are remembered, so that a memory that is not
/// too far behind copies only what has changed. A memory that is further behind copies every page
/// that was ever written.
///
/// Content can also come in two steps: [LinearMemory#stage] after each message keeps it aside, and
/// [#publish] after a round makes one version of all that was staged. Readers never see what is not
/// published.
///
/// Safe for use from any thread: commits and publications take the write lock, everything else the
/// read lock. Staging, [#latestSizeBytes] and beginning a capture are for one thread, the one that
/// publishes; a capture may be read and ended by another.
public final class CommittedMemory implements AutoCloseable {

  /// Versions whose pages are remembered.
  public static final int VERSIONS_KEPT_MAX = 256;

  /// Page numbers remembered over all versions.
  public static final int PAGES_KEPT_MAX = 1 << 20;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final MemoryImage image = new MemoryImage();
  private final VersionHistory history = new VersionHistory();
  private final StagedContent staged = new StagedContent();

  /// Pages that no capture has had since they were written.
  private BitSet sinceCapture = new BitSet();

  private @Nullable MemoryCapture capture;

  private boolean closeRequested;

  /// Who staged last, null if nobody has yet.
  private @Nullable LinearMemory stager;

  /// Counts commits that changed something.
  public long version() {
    lock.readLock().lock();
    try {
      return history.version();
    } finally {
      lock.readLock().unlock();
    }
  }

  public long sizeBytes() {
    lock.readLock().lock();
    try {
      return image.sizeBytes();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Sets content and size from a checkpoint or a snapshot, before anything was committed.
  ///
  /// @param pages calls its argument for each page that is not zero
  public void load(long loadedSizeBytes, PageSource pages) {
    lock.writeLock().lock();
    try {
      if (history.version() != 0) {
        throw new IllegalStateException(
            "memory is at version %d, expected 0".formatted(history.version()));
      }
      image.resize(loadedSizeBytes);
      BitSet loaded = new BitSet();
      pages.forEach(
          (page, content) -> {
            if ((long) page << LinearMemory.PAGE_SHIFT >= loadedSizeBytes) {
              throw new IllegalArgumentException(
                  "page %d lies beyond the size of %d bytes".formatted(page, loadedSizeBytes));
            }
            image.put(page, content);
            loaded.set(page);
          });
      history.begin(loaded);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Pages to load.
  @FunctionalInterface
  public interface PageSource {

    /// Calls `visitor` for each page; the content must be [LinearMemory#PAGE_SIZE_BYTES] long.
    void forEach(PageVisitor visitor);
  }

  void accept(LinearMemory memory) {
    lock.writeLock().lock();
    try {
      requireCurrent(memory, "commit");
      int[] pages = memory.dirtyPages();
      if (pages.length > 0 || memory.sizeBytes() != image.sizeBytes()) {
        keepCaptured(pages);
        image.resize(memory.sizeBytes());
        image.copyFrom(memory.segment(), pages);
        remember(pages);
      }
      memory.settle(image.sizeBytes(), history.version(), pages);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// The size with what is staged.
  public long latestSizeBytes() {
    return staged.isEmpty() ? sizeBytes() : staged.sizeBytes();
  }

  /// Whether anything is staged.
  public boolean hasStaged() {
    return !staged.isEmpty();
  }

  /// Makes all that was staged the published content.
  public void publish() {
    if (staged.isEmpty()) {
      return;
    }
    lock.writeLock().lock();
    try {
      int[] pages = staged.pages();
      if (pages.length > 0 || staged.sizeBytes() != image.sizeBytes()) {
        keepCaptured(pages);
        image.resize(staged.sizeBytes());
        staged.copyAllTo(image.segment());
        remember(pages);
      }
      if (stager != null) {
        stager.published(history.version());
      }
      staged.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }

  void stage(LinearMemory memory) {
    requireCurrent(memory, "stage");
    int[] pages = memory.dirtyPages();
    if (pages.length > 0 || memory.sizeBytes() != latestSizeBytes()) {
      staged.put(memory.segment(), pages, memory.sizeBytes());
    }
    stager = memory;
    memory.settle(memory.sizeBytes(), history.version(), pages);
  }

  void restore(LinearMemory memory) {
    requireCurrent(memory, "restore");
    int[] pages = memory.dirtyPages();
    image.copyTo(memory.segment(), staged.copyTo(memory.segment(), pages));
    memory.settle(latestSizeBytes(), history.version(), pages);
  }

  void bringToLatest(LinearMemory memory) {
    stager = memory;
    if (hasStaged()) {
      memory.growTo(staged.sizeBytes());
      staged.copyAllTo(memory.segment());
      memory.settle(staged.sizeBytes(), history.version(), new int[0]);
    }
  }

  private void requireCurrent(LinearMemory memory, String action) {
    if (memory.version() != history.version()) {
      throw new IllegalStateException(
          "cannot %s a memory of version %d: the committed version is %d"
              .formatted(action, memory.version(), history.version()));
    }
  }

  private void remember(int[] pages) {
    history.add(pages);
    for (int page : pages) {
      sinceCapture.set(page);
    }
  }

  void bringUpToDate(LinearMemory memory) {
    lock.readLock().lock();
    try {
      int[] written = memory.dirtyPages();
      if (memory.version() == history.version() && memory.sizeBytes() == image.sizeBytes()) {
        // The usual case of a query memory: only what the query wrote goes back.
        image.copyTo(memory.segment(), written);
      } else {
        BitSet stale = history.changedSince(memory.version());
        for (int page : written) {
          stale.set(page);
        }
        memory.growTo(image.sizeBytes());
        image.copyTo(memory.segment(), stale.stream().toArray());
      }
      memory.settle(image.sizeBytes(), history.version(), written);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Makes the content of `memory` what it was when `saved` was all that it had written.
  ///
  /// @return false if the image has lost a page that this needs
  boolean bringBack(LinearMemory memory, PageOverlay saved, long savedSizeBytes) {
    lock.readLock().lock();
    try {
      int[] written = memory.dirtyPages();
      int[] foreign = Arrays.stream(written).filter(page -> !saved.contains(page)).toArray();
      BitSet changed = history.changedSince(memory.version());
      if (Arrays.stream(foreign).anyMatch(changed::get)) {
        return false;
      }
      image.copyTo(memory.segment(), foreign);
      saved.copyAllTo(memory.segment());
      memory.settleAt(savedSizeBytes, written, saved.pages());
      return true;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Visits all pages that were ever written, ascending; all others are zero.
  public void forEachPage(PageVisitor visitor) {
    lock.readLock().lock();
    try {
      image.visit(history.present(), visitor);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Captures the pages published since the last capture, for a checkpoint. One capture at a time.
  ///
  /// @throws IllegalStateException if the last capture has not ended
  public MemoryCapture captureChanged() {
    return capture(false);
  }

  /// Captures all pages that were ever written, for the first checkpoint of this memory.
  ///
  /// @throws IllegalStateException if the last capture has not ended
  public MemoryCapture captureAll() {
    return capture(true);
  }

  private MemoryCapture capture(boolean all) {
    lock.writeLock().lock();
    try {
      if (capture != null) {
        throw new IllegalStateException("the last capture of this memory has not ended");
      }
      MemoryCapture begun =
          new MemoryCapture(this, all ? (BitSet) history.present().clone() : sinceCapture);
      sinceCapture = new BitSet();
      capture = begun;
      return begun;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Has the next capture hold `pages` even if nobody writes them.
  public void touch(BitSet pages) {
    lock.writeLock().lock();
    try {
      sinceCapture.or(pages);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// How many pages [#captureChanged] would capture.
  public int changedPageCount() {
    lock.readLock().lock();
    try {
      return sinceCapture.cardinality();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void keepCaptured(int[] pages) {
    if (capture != null) {
      capture.keep(pages, image.segment());
    }
  }

  int readCaptured(MemoryCapture source, int[] pages, MemorySegment target) {
    lock.readLock().lock();
    try {
      if (capture != source) {
        throw new IllegalStateException("the capture has ended");
      }
      return source.read(pages, target, image.segment());
    } finally {
      lock.readLock().unlock();
    }
  }

  void release(MemoryCapture ended, boolean putBack) {
    lock.writeLock().lock();
    try {
      if (capture != ended) {
        return;
      }
      capture = null;
      ended.free();
      if (putBack) {
        sinceCapture.or(ended.captured());
      }
      if (closeRequested) {
        free();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Copies out committed bytes.
  ///
  /// @throws IndexOutOfBoundsException if the range does not lie inside of [#sizeBytes]
  public byte[] read(long address, int length) {
    lock.readLock().lock();
    try {
      Objects.checkFromIndexSize(address, length, image.sizeBytes());
      return image.segment().asSlice(address, length).toArray(ValueLayout.JAVA_BYTE);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Unmaps the image, or has the end of the capture under way do it.
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (capture != null) {
        closeRequested = true;
      } else {
        free();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void free() {
    image.close();
    staged.close();
  }
}
