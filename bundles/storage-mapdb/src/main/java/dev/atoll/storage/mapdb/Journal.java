package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jspecify.annotations.Nullable;

/// A file of commits, each the pages that it changed.
///
/// Big-endian. A [FileHead]; then records, each a [JournalRecord] and for each of its pages 8 bytes
/// index and the page itself.
final class Journal implements AutoCloseable {

  static final int ENTRY_SIZE_BYTES = Long.BYTES + PageStore.PAGE_SIZE_BYTES;

  private static final int ENTRIES_AT_ONCE = 64;

  private final DiskFile file;

  private final long salt;

  private long end = FileHead.SIZE_BYTES;

  private long commits;

  private @Nullable StorageException broken;

  private Journal(DiskFile file, long salt) {
    this.file = file;
    this.salt = salt;
  }

  static Journal create(Path path) {
    DiskFile file = DiskFile.open(path);
    return new Journal(file, FileHead.write(file, FileHead.JOURNAL));
  }

  Path path() {
    return file.path();
  }

  /// Appends a commit and makes it durable.
  ///
  /// @throws StorageException if it is not durable; the journal is as before then, or refuses
  ///     everything if even that is uncertain
  void append(LongObjectHashMap<byte[]> pages) {
    if (broken != null) {
      throw new StorageException("%s was not written before".formatted(file.path()), broken);
    }
    long before = end;
    try {
      write(pages);
      file.force();
      commits++;
    } catch (StorageException e) {
      takeBack(before, e);
      throw e;
    }
  }

  private void write(LongObjectHashMap<byte[]> pages) {
    long[] indexes = pages.keySet().toSortedArray();
    int entriesAtOnce = Math.min(indexes.length, ENTRIES_AT_ONCE);
    byte[] bytes = new byte[JournalRecord.SIZE_BYTES + entriesAtOnce * ENTRY_SIZE_BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int checksum = checksum(indexes, pages);
    new JournalRecord(indexes.length, checksum, commits).writeTo(buffer);
    for (long index : indexes) {
      if (buffer.remaining() < ENTRY_SIZE_BYTES) {
        flush(bytes, buffer);
      }
      buffer.putLong(index).put(pages.get(index));
    }
    flush(bytes, buffer);
  }

  private void flush(byte[] bytes, ByteBuffer filled) {
    file.write(end, bytes, 0, filled.position());
    end += filled.position();
    filled.clear();
  }

  private int checksum(long[] indexes, LongObjectHashMap<byte[]> pages) {
    CRC32C checksum = JournalRecord.checksum(salt, indexes.length, commits);
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    for (long index : indexes) {
      checksum.update(number.putLong(0, index).array());
      checksum.update(pages.get(index));
    }
    return (int) checksum.getValue();
  }

  /// A commit that failed must not come back after a crash.
  private void takeBack(long before, StorageException cause) {
    try {
      file.truncate(before);
      file.force();
      end = before;
    } catch (StorageException e) {
      cause.addSuppressed(e);
      broken = cause;
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
