package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// A file of blocks that follow each other: a [FileHead], then [BlockRecord]s.
///
/// Guarded by the monitor of the log, but for [#force].
final class BlockSegment implements AutoCloseable {

  private static final String SUFFIX = ".blocks";

  private final DiskFile file;

  private final long salt;

  private final long first;

  private final LongArrayList offsets;

  private long end;

  private long durable;

  private BlockSegment(DiskFile file, long salt, long first, LongArrayList offsets, long end) {
    this.file = file;
    this.salt = salt;
    this.first = first;
    this.offsets = offsets;
    this.end = end;
    this.durable = end;
  }

  static BlockSegment create(Path directory, Height first) {
    DiskFile file = DiskFile.open(directory.resolve("%019d".formatted(first.value()) + SUFFIX));
    long salt = FileHead.write(file, FileHead.BLOCKS);
    DiskFile.forceNames(directory);
    return new BlockSegment(file, salt, first.value(), new LongArrayList(), FileHead.SIZE_BYTES);
  }

  /// @param last whether it is the last of the log, whose end may be torn
  /// @throws StorageException if it is damaged; the message names the file and the offset
  static BlockSegment load(Path path, boolean last) {
    long first = firstOf(path);
    DiskFile file = DiskFile.open(path);
    try {
      BlockSegmentScan scan = new BlockSegmentScan(file, first, last);
      long end = scan.run();
      if (last) {
        file.truncate(end);
        file.force();
      }
      return new BlockSegment(file, scan.salt(), first, scan.offsets(), end);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static long firstOf(Path path) {
    String name = path.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new StorageException("%s has no height in its name".formatted(path), e);
    }
  }

  static boolean isSegment(Path path) {
    return path.getFileName().toString().endsWith(SUFFIX);
  }

  Path path() {
    return file.path();
  }

  boolean isEmpty() {
    return offsets.isEmpty();
  }

  long first() {
    return first;
  }

  /// The height behind the last block.
  long next() {
    return first + offsets.size();
  }

  /// How long the file is.
  long end() {
    return end;
  }

  void append(Height height, Bytes block) {
    byte[] record = BlockRecord.of(salt, durable, height.value(), block).encode(block);
    write(record);
    offsets.add(end);
    end += record.length;
  }

  /// Says at the end that all before is durable; call after a force.
  void mark() {
    byte[] record = BlockRecord.of(salt, end, BlockRecord.MARK, Bytes.EMPTY).encode(Bytes.EMPTY);
    write(record);
    end += record.length;
    file.force();
  }

  private void write(byte[] record) {
    try {
      file.write(end, record, 0, record.length);
    } catch (StorageException e) {
      try {
        file.truncate(end);
      } catch (StorageException cut) {
        e.addSuppressed(cut); // the next record goes over it, and its checksum shows what it is
      }
      throw e;
    }
  }

  Bytes read(Height height) {
    long offset = offsets.get(Math.toIntExact(height.value() - first));
    BlockRecord record =
        BlockRecord.parse(ByteBuffer.wrap(file.read(offset, BlockRecord.SIZE_BYTES)));
    Bytes block = Bytes.wrap(file.read(offset + BlockRecord.SIZE_BYTES, length(record, offset)));
    if (!record.matches(salt, block) || record.height() != height.value()) {
      throw damagedAt(offset);
    }
    return block;
  }

  private int length(BlockRecord record, long offset) {
    if (record.length() < 0 || record.length() > end - offset - BlockRecord.SIZE_BYTES) {
      throw damagedAt(offset);
    }
    return record.length();
  }

  private StorageException damagedAt(long offset) {
    return new StorageException("%s is damaged at %d".formatted(file.path(), offset));
  }

  /// Makes everything written so far durable; needs no lock.
  void force() {
    file.force();
  }

  /// Takes note that the file is durable up to `offset`.
  void durableTo(long offset) {
    durable = Math.max(durable, offset);
  }

  void delete() {
    file.close();
    DiskFile.delete(file.path());
  }

  @Override
  public void close() {
    file.close();
  }
}
