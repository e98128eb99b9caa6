package dev.atoll.wasm.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A memory that a canister works on: its Wasm heap or its stable memory.
///
/// The core owns it and an engine attaches to it, so exchanging the engine copies nothing. It knows
/// which pages were written since the last [#commit] or [#rollback]; those are all that either of
/// them copies. Bytes at and above [#sizeBytes] are always zero.
///
/// There are two kinds. [#forEngine] reserves its largest size at once, so that [#segment] never
/// changes and compiled code may keep its address; compiled code marks pages in [#dirtyMap] itself.
/// Without native access, see [#isNative], growing copies and both segments change.
/// [#forHost] reserves in steps, for sizes up to hundreds of GiB; it is written through the methods
/// of this class only.
///
/// One thread at a time, handed over with a happens-before edge. A memory never belongs to two
/// [CommittedMemory] images.
public final class LinearMemory implements AutoCloseable {

  /// The unit of dirty tracking.
  public static final int PAGE_SIZE_BYTES = 4096;

  /// The unit of growth.
  public static final int WASM_PAGE_SIZE_BYTES = 65_536;

  /// log2 of [#PAGE_SIZE_BYTES], to turn an address into a page number.
  public static final int PAGE_SHIFT = 12;

  private static final long HOST_RESERVATION_BYTES = 16L << 20;

  /// What a part of the map of dirty pages is compared with.
  private static final byte[] CLEAN = new byte[4096];

  private static final MemorySegment CLEAN_CHUNK = MemorySegment.ofArray(CLEAN).asReadOnly();

  private final long reservedMaximumPages;
  private long maximumPages;
  private final boolean marksItself;
  private final AddressSpace bytes;
  private final AddressSpace dirty;
  private final PageList marked = new PageList();
  private long sizeBytes;
  private long version;
  private @Nullable CommittedMemory image;
  private GrowthGuard growthGuard = GrowthGuard.NONE;

  private LinearMemory(
      long initialPages, long maximumPages, long reservedBytes, boolean marksItself) {
    if (initialPages < 0 || initialPages > maximumPages) {
      throw new IllegalArgumentException(
          "memory has %d Wasm pages, at most %d allowed".formatted(initialPages, maximumPages));
    }
    this.reservedMaximumPages = maximumPages;
    this.maximumPages = maximumPages;
    this.marksItself = marksItself;
    this.bytes = new AddressSpace(Math.max(reservedBytes, WASM_PAGE_SIZE_BYTES));
    this.dirty = new AddressSpace(mapBytes(bytes.reservedBytes()));
    this.sizeBytes = initialPages * WASM_PAGE_SIZE_BYTES;
  }

  /// A Wasm heap.
  ///
  /// @param initialPages in Wasm pages of 64 KiB
  /// @param maximumPages in Wasm pages of 64 KiB
  public static LinearMemory forEngine(long initialPages, long maximumPages) {
    long reservedPages = AddressSpace.canReserve() ? maximumPages : initialPages;
    return new LinearMemory(initialPages, maximumPages, reservedPages * WASM_PAGE_SIZE_BYTES, true);
  }

  /// A stable memory.
  ///
  /// @param initialPages in Wasm pages of 64 KiB
  /// @param maximumPages in Wasm pages of 64 KiB
  public static LinearMemory forHost(long initialPages, long maximumPages) {
    long reserved =
        Math.min(
            maximumPages * WASM_PAGE_SIZE_BYTES,
            Math.max(HOST_RESERVATION_BYTES, initialPages * WASM_PAGE_SIZE_BYTES));
    return new LinearMemory(initialPages, maximumPages, reserved, false);
  }

  private static long mapBytes(long reservedBytes) {
    long pages = reservedBytes >>> PAGE_SHIFT;
    return (pages + PAGE_SIZE_BYTES - 1) / PAGE_SIZE_BYTES * PAGE_SIZE_BYTES;
  }

  /// All reserved bytes; those at and above [#sizeBytes] must not be touched.
  ///
  /// For [#forEngine] always the same segment if [#isNative].
  public MemorySegment segment() {
    return bytes.segment();
  }

  /// One byte for each page of [#PAGE_SIZE_BYTES]: not 0 if it was written.
  ///
  /// An engine sets the byte of every page that a store touches, before or after the store.
  public MemorySegment dirtyMap() {
    return dirty.segment();
  }

  /// The current size in bytes, a multiple of [#WASM_PAGE_SIZE_BYTES].
  public long sizeBytes() {
    return sizeBytes;
  }

  /// The current size in Wasm pages.
  public long sizePages() {
    return sizeBytes / WASM_PAGE_SIZE_BYTES;
  }

  /// The largest size in Wasm pages.
  public long maximumPages() {
    return maximumPages;
  }

  /// Sets the largest size, for an engine that can address less than this memory was made for.
  ///
  /// @throws IllegalArgumentException if it was made for less, or is larger now
  public void setMaximumPages(long pages) {
    if (pages > reservedMaximumPages || pages < sizePages()) {
      throw new IllegalArgumentException(
          "maximum is %d Wasm pages, %d to %d allowed"
              .formatted(pages, sizePages(), reservedMaximumPages));
    }
    maximumPages = pages;
  }

  /// The version of the committed image that this memory started from.
  public long version() {
    return version;
  }

  /// Sets who is asked before this memory grows.
  public void setGrowthGuard(GrowthGuard guard) {
    growthGuard = guard;
  }

  /// Grows by `pages` Wasm pages, unsigned.
  ///
  /// What the [GrowthGuard] throws passes through.
  ///
  /// @return the size before in Wasm pages, or -1 if the maximum would be passed
  public long grow(long pages) {
    long old = sizePages();
    if (Long.compareUnsigned(pages, maximumPages - old) > 0) {
      return -1;
    }
    if (pages != 0) {
      growthGuard.check(sizeBytes, (old + pages) * WASM_PAGE_SIZE_BYTES);
    }
    resize((old + pages) * WASM_PAGE_SIZE_BYTES);
    return old;
  }

  private void resize(long newSizeBytes) {
    if (newSizeBytes > bytes.reservedBytes()) {
      long reserved =
          Math.min(
              maximumPages * WASM_PAGE_SIZE_BYTES,
              Math.max(newSizeBytes, 2 * bytes.reservedBytes()));
      bytes.extend(reserved);
      if (mapBytes(reserved) > dirty.reservedBytes()) {
        dirty.extend(mapBytes(reserved));
      }
    }
    sizeBytes = newSizeBytes;
  }

  /// Copies out bytes.
  ///
  /// @throws IndexOutOfBoundsException if the range does not lie inside of [#sizeBytes]
  public byte[] read(long address, int length) {
    checkRange(address, length);
    byte[] result = new byte[length];
    MemorySegment.copy(segment(), JAVA_BYTE, address, result, 0, length);
    return result;
  }

  /// Copies out bytes into a part of `target`.
  ///
  /// @throws IndexOutOfBoundsException if a range does not lie inside of memory or array
  public void read(long address, byte[] target, int offset, int length) {
    checkRange(address, length);
    MemorySegment.copy(segment(), JAVA_BYTE, address, target, offset, length);
  }

  /// Copies in bytes and marks their pages.
  ///
  /// @throws IndexOutOfBoundsException if the range does not lie inside of [#sizeBytes]
  public void write(long address, byte[] source, int offset, int length) {
    checkRange(address, length);
    MemorySegment.copy(source, offset, segment(), JAVA_BYTE, address, length);
    markDirty(address, length);
  }

  /// Copies in all bytes of `source` and marks their pages.
  ///
  /// @throws IndexOutOfBoundsException if the range does not lie inside of [#sizeBytes]
  public void write(long address, byte[] source) {
    write(address, source, 0, source.length);
  }

  /// Copies bytes between two memories, such as heap and stable memory, and marks the pages.
  ///
  /// @throws IndexOutOfBoundsException if a range does not lie inside of its memory
  public void copyFrom(LinearMemory source, long sourceAddress, long address, long length) {
    source.checkRange(sourceAddress, length);
    checkRange(address, length);
    MemorySegment.copy(source.segment(), sourceAddress, segment(), address, length);
    markDirty(address, length);
  }

  /// Brings what `source` has written since its last commit here, and grows to its size.
  public void copyDirty(LinearMemory source) {
    growTo(source.sizeBytes());
    for (int page : source.dirtyPages()) {
      long address = (long) page << PAGE_SHIFT;
      copyFrom(source, address, address, PAGE_SIZE_BYTES);
    }
  }

  /// Fails if a range of addresses, both unsigned, passes the end.
  public void checkRange(long address, long length) {
    Objects.checkFromIndexSize(address, length, sizeBytes);
  }

  /// Marks every page that a write of `length` bytes at `address` touches.
  public void markDirty(long address, long length) {
    if (length > 0) {
      int last = (int) ((address + length - 1) >>> PAGE_SHIFT);
      for (int page = (int) (address >>> PAGE_SHIFT); page <= last; page++) {
        mark(page);
      }
    }
  }

  private void mark(int page) {
    MemorySegment map = dirty.segment();
    if (map.get(JAVA_BYTE, page) == 0) {
      map.set(JAVA_BYTE, page, (byte) 1);
      if (!marksItself) {
        marked.add(page);
      }
    }
  }

  /// The numbers of the pages written since the last commit or rollback, ascending.
  public int[] dirtyPages() {
    return marksItself ? scan() : marked.sorted();
  }

  private int[] scan() {
    MemorySegment map = dirty.segment();
    PageList found = new PageList();
    int pages = (int) (sizeBytes >>> PAGE_SHIFT);
    for (int chunk = 0; chunk < pages; chunk += CLEAN.length) {
      int end = Math.min(pages, chunk + CLEAN.length);
      // Many times as fast as looking at each: most of a large memory is not written.
      long first = MemorySegment.mismatch(map, chunk, end, CLEAN_CHUNK, 0, end - chunk);
      if (first >= 0) {
        scan(map, chunk + ((int) first & -Long.BYTES), end, found);
      }
    }
    return found.toArray();
  }

  /// A Wasm page has 16 pages, so that whole words cover exactly the size.
  private static void scan(MemorySegment map, int from, int to, PageList found) {
    for (int page = from; page < to; page += Long.BYTES) {
      if (map.get(JAVA_LONG_UNALIGNED, page) != 0) {
        for (int i = page; i < page + Long.BYTES; i++) {
          if (map.get(JAVA_BYTE, i) != 0) {
            found.add(i);
          }
        }
      }
    }
  }

  /// How many pages were written since the last commit or rollback.
  public int dirtyPageCount() {
    return marksItself ? scan().length : marked.size();
  }

  /// Makes the present content the latest one of `committed`, without showing it to its readers:
  /// that is for [CommittedMemory#publish].
  ///
  /// One memory at a time stages; the readers of `committed` use [#update].
  ///
  /// @throws IllegalStateException if `committed` has moved on since this memory was in step
  public void stage(CommittedMemory committed) {
    attach(committed);
    committed.stage(this);
  }

  /// Returns to the latest content and size, published or not. For the memory that stages.
  public void restore(CommittedMemory committed) {
    attach(committed);
    committed.restore(this);
  }

  /// Brings a new memory to the latest content and size, published or not, so that it can stage in
  /// place of another one.
  public void takeOver(CommittedMemory committed) {
    update(committed);
    committed.bringToLatest(this);
  }

  /// Makes the present content the last committed one.
  ///
  /// @throws IllegalStateException if `committed` has moved on since this memory was in step
  public void commit(CommittedMemory committed) {
    attach(committed);
    committed.accept(this);
  }

  /// Returns to the last committed content and size.
  ///
  /// If `committed` has moved on, this memory follows: it is [#update] under another name.
  public void rollback(CommittedMemory committed) {
    update(committed);
  }

  /// Brings this memory to the committed content, copying only pages that differ.
  public void update(CommittedMemory committed) {
    attach(committed);
    committed.bringUpToDate(this);
  }

  /// Remembers what was written since the last commit, to go back to it.
  ///
  /// @param committed the image that this memory follows
  public Savepoint savepoint(CommittedMemory committed) {
    attach(committed);
    return new Savepoint(this, committed);
  }

  private void attach(CommittedMemory committed) {
    if (image != null && image != committed) {
      throw new IllegalStateException("memory belongs to another committed image");
    }
    image = committed;
  }

  /// Called by the image with its lock held, after the pages have been made equal.
  void settle(long newSizeBytes, long newVersion, int[] written) {
    MemorySegment map = dirty.segment();
    for (int page : written) {
      map.set(JAVA_BYTE, page, (byte) 0);
    }
    marked.clear();
    if (newSizeBytes != sizeBytes) {
      resize(newSizeBytes);
    }
    version = newVersion;
  }

  /// Called by the image after it brought back what was `saved`, which stays written.
  void settleAt(long savedSizeBytes, int[] written, int[] saved) {
    settle(savedSizeBytes, version, written);
    for (int page : saved) {
      mark(page);
    }
  }

  /// Called by the image when the content that this memory staged is published.
  void published(long newVersion) {
    version = newVersion;
  }

  /// Grows to at least `newSizeBytes` without asking anyone, for content that was allowed before.
  public void growTo(long newSizeBytes) {
    if (newSizeBytes > maximumPages * WASM_PAGE_SIZE_BYTES) {
      throw new IllegalStateException(
          "memory holds at most %d Wasm pages, the committed one has %d bytes"
              .formatted(maximumPages, newSizeBytes));
    }
    if (newSizeBytes > sizeBytes) {
      resize(newSizeBytes);
    }
  }

  /// Whether the bytes lie outside of the heap at a fixed address and growing copies nothing.
  public boolean isNative() {
    return bytes.isNative();
  }

  /// Unmaps the memory; an engine that still uses it fails.
  @Override
  public void close() {
    bytes.close();
    dirty.close();
  }
}
