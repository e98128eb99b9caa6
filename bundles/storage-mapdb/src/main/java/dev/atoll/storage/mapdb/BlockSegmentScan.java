package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Finds the records of a segment when it is opened, and where its sound part ends.
final class BlockSegmentScan {

  private final DiskFile file;

  private final boolean last;

  private final long size;

  private final FileWindow window;

  private final LongArrayList offsets = new LongArrayList();

  private long salt;

  private long next;

  BlockSegmentScan(DiskFile file, long first, boolean last) {
    this.file = file;
    this.last = last;
    this.window = new FileWindow(file);
    this.size = window.fileSize();
    this.next = first;
  }

  LongArrayList offsets() {
    return offsets;
  }

  long salt() {
    return salt;
  }

  /// @return the offset behind the last sound record
  /// @throws StorageException if a record is damaged that was durable
  long run() {
    if (last && size < FileHead.SIZE_BYTES) {
      salt = FileHead.write(file, FileHead.BLOCKS); // torn while being created
      return FileHead.SIZE_BYTES;
    }
    salt = FileHead.read(file, FileHead.BLOCKS);
    long at = FileHead.SIZE_BYTES;
    while (at < size) {
      if (!isSound(at)) {
        checkTorn(at);
        return at;
      }
      BlockRecord record = headAt(at);
      if (record.height() != BlockRecord.MARK) {
        if (record.height() != next) {
          throw damagedAt(at);
        }
        offsets.add(at);
        next++;
      }
      at = endOf(at, record);
    }
    return at;
  }

  /// A record that is not sound was never synced, unless it is not in the last segment or something
  /// behind it knows better.
  private void checkTorn(long at) {
    if (!last) {
      throw damagedAt(at);
    }
    for (long later = at + 1; later + BlockRecord.SIZE_BYTES <= size; later++) {
      if (isSound(later) && headAt(later).durable() > at) {
        throw damagedAt(at);
      }
    }
  }

  private boolean isSound(long at) {
    if (at + BlockRecord.SIZE_BYTES > size) {
      return false;
    }
    BlockRecord record = headAt(at);
    if (!isPlausible(record, at)) {
      return false;
    }
    Bytes block = Bytes.wrap(file.read(at + BlockRecord.SIZE_BYTES, record.length()));
    return record.matches(salt, block);
  }

  private boolean isPlausible(BlockRecord record, long at) {
    return record.length() >= 0
        && record.length() <= BlockLog.BLOCK_SIZE_BYTES_MAX
        && endOf(at, record) <= size
        && record.durable() >= 0
        && record.durable() <= at
        && (record.height() == BlockRecord.MARK || record.height() >= next);
  }

  private BlockRecord headAt(long at) {
    return BlockRecord.parse(window.at(at, BlockRecord.SIZE_BYTES));
  }

  private static long endOf(long at, BlockRecord record) {
    return at + BlockRecord.SIZE_BYTES + record.length();
  }

  private StorageException damagedAt(long offset) {
    return new StorageException("%s is damaged at %d".formatted(file.path(), offset));
  }
}
