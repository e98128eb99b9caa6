package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;

/// `tables.db` on disk: read through a mapping, written page by page at a checkpoint.
///
/// The mapping is as long as the file was at the last [#remap]; behind it everything reads as zero.
final class BaseFile implements AutoCloseable {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int RUN_SIZE_BYTES_MAX = 1 << 20;

  private final DiskFile file;

  private Arena arena = Arena.ofShared();

  private MemorySegment mapped = MemorySegment.NULL;

  BaseFile(Path path) {
    file = DiskFile.open(path);
    remap();
  }

  DiskFile file() {
    return file;
  }

  long size() {
    return mapped.byteSize();
  }

  byte getByte(long offset) {
    return offset < mapped.byteSize() ? mapped.get(ValueLayout.JAVA_BYTE, offset) : 0;
  }

  int getInt(long offset) {
    return offset + Integer.BYTES <= mapped.byteSize() ? mapped.get(INT, offset) : 0;
  }

  long getLong(long offset) {
    return offset + Long.BYTES <= mapped.byteSize() ? mapped.get(LONG, offset) : 0;
  }

  /// Reads within one page.
  void get(long offset, byte[] bytes, int from, int count) {
    if (offset + count <= mapped.byteSize()) {
      MemorySegment.copy(mapped, ValueLayout.JAVA_BYTE, offset, bytes, from, count);
    } else {
      Arrays.fill(bytes, from, from + count, (byte) 0); // the file has whole pages only
    }
  }

  /// Writes `pages` and makes them durable; pages that follow each other go in one piece.
  void write(LongObjectHashMap<byte[]> pages) {
    long[] indexes = pages.keySet().toSortedArray();
    byte[] run = new byte[RUN_SIZE_BYTES_MAX];
    int length = 0;
    long start = 0;
    for (int i = 0; i < indexes.length; i++) {
      if (length == 0) {
        start = indexes[i] * PageStore.PAGE_SIZE_BYTES;
      }
      System.arraycopy(pages.get(indexes[i]), 0, run, length, PageStore.PAGE_SIZE_BYTES);
      length += PageStore.PAGE_SIZE_BYTES;
      boolean goesOn = i + 1 < indexes.length && indexes[i + 1] == indexes[i] + 1;
      if (!goesOn || length == run.length) {
        file.write(start, run, 0, length);
        length = 0;
      }
    }
    file.force();
  }

  /// Maps the file as long as it is now.
  void remap() {
    long size = file.size() / PageStore.PAGE_SIZE_BYTES * PageStore.PAGE_SIZE_BYTES;
    if (size == mapped.byteSize()) {
      return;
    }
    Arena next = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, next);
    } catch (IOException e) {
      next.close();
      throw new StorageException("%s cannot be mapped".formatted(file.path()), e);
    }
    arena.close();
    arena = next;
  }

  @Override
  public void close() {
    mapped = MemorySegment.NULL;
    arena.close();
    file.close();
  }
}
