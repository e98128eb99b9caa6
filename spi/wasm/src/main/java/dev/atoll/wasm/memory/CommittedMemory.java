package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
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

  private static final long NOT_STAGED = -1;

  private static final long INITIAL_RESERVATION_BYTES = 1L << 20;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final AddressSpace image;
  private final BitSet present = new BitSet();

  /// Pages that no capture has had since they were written.
  private BitSet sinceCapture = new BitSet();

  private @Nullable MemoryCapture capture;

  private boolean closeRequested;

  private final Deque<Change> history = new ArrayDeque<>();
  private int pagesKept;
  private long sizeBytes;
  private long version;

  /// Pages that were staged since the last publication, null until the first one.
  private @Nullable PageOverlay staged;

  private long stagedSizeBytes = NOT_STAGED;

  /// Who staged last, null if nobody has yet.
  private @Nullable LinearMemory stager;

  /// @param fromVersion the version before the change
  @SuppressWarnings("ArrayRecordComponent") // never compared and never given out
  private record Change(long fromVersion, int[] pages) {}

  /// An empty memory at version 0.
  public CommittedMemory() {
    this.image = new AddressSpace(INITIAL_RESERVATION_BYTES);
  }

  /// Counts commits that changed something.
  public long version() {
    lock.readLock().lock();
    try {
      return version;
    } finally {
      lock.readLock().unlock();
    }
  }

  public long sizeBytes() {
    lock.readLock().lock();
    try {
      return sizeBytes;
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
      if (version != 0) {
        throw new IllegalStateException("memory is at version %d, expected 0".formatted(version));
      }
      reserve(loadedSizeBytes);
      sizeBytes = loadedSizeBytes;
      pages.forEach(
          (page, content) -> {
            long address = (long) page << LinearMemory.PAGE_SHIFT;
            if (address >= loadedSizeBytes) {
              throw new IllegalArgumentException(
                  "page %d lies beyond the size of %d bytes".formatted(page, loadedSizeBytes));
            }
            MemorySegment.copy(content, 0, image.segment(), address, LinearMemory.PAGE_SIZE_BYTES);
            present.set(page);
          });
      version = 1;
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
      if (memory.version() != version) {
        throw new IllegalStateException(
            "cannot commit a memory of version %d: the committed version is %d"
                .formatted(memory.version(), version));
      }
      int[] pages = memory.dirtyPages();
      if (pages.length > 0 || memory.sizeBytes() != sizeBytes) {
        reserve(memory.sizeBytes());
        keepCaptured(pages);
        copyPages(memory.segment(), image.segment(), pages);
        sizeBytes = memory.sizeBytes();
        remember(pages);
      }
      memory.settle(sizeBytes, version, pages);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// The size with what is staged.
  public long latestSizeBytes() {
    return stagedSizeBytes == NOT_STAGED ? sizeBytes() : stagedSizeBytes;
  }

  /// Whether anything is staged.
  public boolean hasStaged() {
    return stagedSizeBytes != NOT_STAGED;
  }

  /// Makes all that was staged the published content.
  public void publish() {
    PageOverlay overlay = staged;
    if (overlay == null || !hasStaged()) {
      return;
    }
    lock.writeLock().lock();
    try {
      if (overlay.size() > 0 || stagedSizeBytes != sizeBytes) {
        reserve(stagedSizeBytes);
        int[] pages = overlay.pages();
        keepCaptured(pages);
        overlay.copyAllTo(image.segment());
        sizeBytes = stagedSizeBytes;
        remember(pages);
      }
      if (stager != null) {
        stager.published(version);
      }
      overlay.clear();
      stagedSizeBytes = NOT_STAGED;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void stage(LinearMemory memory) {
    if (memory.version() != version) {
      throw new IllegalStateException(
          "cannot stage a memory of version %d: the committed version is %d"
              .formatted(memory.version(), version));
    }
    int[] pages = memory.dirtyPages();
    if (pages.length > 0 || memory.sizeBytes() != latestSizeBytes()) {
      PageOverlay overlay = overlay();
      for (int page : pages) {
        overlay.put(page, memory.segment());
      }
      stagedSizeBytes = memory.sizeBytes();
    }
    stager = memory;
    memory.settle(memory.sizeBytes(), version, pages);
  }

  private PageOverlay overlay() {
    PageOverlay overlay = staged;
    if (overlay == null) {
      overlay = new PageOverlay();
      staged = overlay;
    }
    return overlay;
  }

  void restore(LinearMemory memory) {
    if (memory.version() != version) {
      throw new IllegalStateException(
          "cannot restore a memory of version %d: the committed version is %d"
              .formatted(memory.version(), version));
    }
    int[] pages = memory.dirtyPages();
    long size = latestSizeBytes();
    int imagePages = (int) (sizeBytes() >>> LinearMemory.PAGE_SHIFT);
    for (int page : pages) {
      if (staged == null || !staged.copyTo(page, memory.segment())) {
        long address = (long) page << LinearMemory.PAGE_SHIFT;
        if (page < imagePages) {
          MemorySegment.copy(
              image.segment(), address, memory.segment(), address, LinearMemory.PAGE_SIZE_BYTES);
        } else {
          memory.segment().asSlice(address, LinearMemory.PAGE_SIZE_BYTES).fill((byte) 0);
        }
      }
    }
    memory.settle(size, version, pages);
  }

  void bringToLatest(LinearMemory memory) {
    stager = memory;
    if (staged != null && hasStaged()) {
      memory.growTo(stagedSizeBytes);
      staged.copyAllTo(memory.segment());
      memory.settle(stagedSizeBytes, version, new int[0]);
    }
  }

  private void remember(int[] pages) {
    for (int page : pages) {
      present.set(page);
      sinceCapture.set(page);
    }
    history.addLast(new Change(version++, pages));
    pagesKept += pages.length;
    while (history.size() > VERSIONS_KEPT_MAX
        || (pagesKept > PAGES_KEPT_MAX && !history.isEmpty())) {
      pagesKept -= history.removeFirst().pages().length;
    }
  }

  private void reserve(long bytes) {
    if (bytes > image.reservedBytes()) {
      image.extend(Math.max(bytes, Math.min(2 * image.reservedBytes(), bytes + (1L << 30))));
    }
  }

  void bringUpToDate(LinearMemory memory) {
    lock.readLock().lock();
    try {
      int[] written = memory.dirtyPages();
      if (memory.version() == version && memory.sizeBytes() == sizeBytes) {
        // The usual case of a query memory: only what the query wrote goes back.
        copyPages(image.segment(), memory.segment(), written);
        memory.settle(sizeBytes, version, written);
        return;
      }
      BitSet stale = changedSince(memory.version());
      for (int page : written) {
        stale.set(page);
      }
      memory.growTo(sizeBytes);
      int committedPages = (int) (sizeBytes >>> LinearMemory.PAGE_SHIFT);
      int beyond = stale.nextSetBit(committedPages);
      copyPages(image.segment(), memory.segment(), stale.get(0, committedPages).stream().toArray());
      for (int page = beyond; page >= 0; page = stale.nextSetBit(page + 1)) {
        memory
            .segment()
            .asSlice((long) page << LinearMemory.PAGE_SHIFT, LinearMemory.PAGE_SIZE_BYTES)
            .fill((byte) 0);
      }
      memory.settle(sizeBytes, version, written);
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
      BitSet changed = changedSince(memory.version());
      if (Arrays.stream(foreign).anyMatch(changed::get)) {
        return false;
      }
      int committedPages = (int) (sizeBytes >>> LinearMemory.PAGE_SHIFT);
      copyPages(
          image.segment(),
          memory.segment(),
          Arrays.stream(foreign).filter(page -> page < committedPages).toArray());
      for (int page : foreign) {
        if (page >= committedPages) {
          memory
              .segment()
              .asSlice((long) page << LinearMemory.PAGE_SHIFT, LinearMemory.PAGE_SIZE_BYTES)
              .fill((byte) 0);
        }
      }
      saved.copyAllTo(memory.segment());
      memory.settleAt(savedSizeBytes, written, saved.pages());
      return true;
    } finally {
      lock.readLock().unlock();
    }
  }

  private BitSet changedSince(long fromVersion) {
    if (fromVersion == version) {
      return new BitSet();
    }
    if (history.isEmpty() || history.getFirst().fromVersion() > fromVersion) {
      return (BitSet) present.clone();
    }
    BitSet result = new BitSet();
    for (Change change : history) {
      if (change.fromVersion() >= fromVersion) {
        for (int page : change.pages()) {
          result.set(page);
        }
      }
    }
    return result;
  }

  /// Copies runs of neighbouring pages at once.
  private static void copyPages(MemorySegment source, MemorySegment target, int[] pages) {
    int i = 0;
    while (i < pages.length) {
      int first = i++;
      while (i < pages.length && pages[i] == pages[i - 1] + 1) {
        i++;
      }
      long address = (long) pages[first] << LinearMemory.PAGE_SHIFT;
      MemorySegment.copy(
          source, address, target, address, (long) (i - first) << LinearMemory.PAGE_SHIFT);
    }
  }

  /// Visits all pages that were ever written, ascending; all others are zero.
  public void forEachPage(PageVisitor visitor) {
    lock.readLock().lock();
    try {
      visit(present, visitor);
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
      MemoryCapture begun = new MemoryCapture(this, all ? (BitSet) present.clone() : sinceCapture);
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

  private void visit(BitSet pages, PageVisitor visitor) {
    MemorySegment readOnly = image.segment().asReadOnly();
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      visitor.visit(
          page,
          readOnly.asSlice((long) page << LinearMemory.PAGE_SHIFT, LinearMemory.PAGE_SIZE_BYTES));
    }
  }

  /// Copies out committed bytes.
  ///
  /// @throws IndexOutOfBoundsException if the range does not lie inside of [#sizeBytes]
  public byte[] read(long address, int length) {
    lock.readLock().lock();
    try {
      Objects.checkFromIndexSize(address, length, sizeBytes);
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
    if (staged != null) {
      staged.close();
    }
  }
}
