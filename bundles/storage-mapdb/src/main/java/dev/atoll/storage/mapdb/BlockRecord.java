package dev.atoll.storage.mapdb;

import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The head of a record in a segment of blocks; the block follows.
///
/// Big-endian: 4 bytes length of the block, 4 bytes CRC32C of the file's salt and all else, 8 bytes
/// *durable*, 8 bytes height. *Durable* is how far the segment was known to be durable when the
/// record was written: a damaged record below it is damage, above it a block that was never synced.
///
/// @param height of the block, or [#MARK]
record BlockRecord(int length, int checksum, long durable, long height) {

  static final int SIZE_BYTES = 24;

  /// The height of a record without a block, written at the end when a log is closed: it says that
  /// all before it is durable.
  static final long MARK = -1;

  static BlockRecord of(long salt, long durable, long height, Bytes block) {
    return new BlockRecord(
        block.size(), checksum(salt, block.size(), durable, height, block), durable, height);
  }

  static BlockRecord parse(ByteBuffer buffer) {
    return new BlockRecord(buffer.getInt(), buffer.getInt(), buffer.getLong(), buffer.getLong());
  }

  byte[] encode(Bytes block) {
    return ByteBuffer.allocate(SIZE_BYTES + block.size())
        .putInt(length)
        .putInt(checksum)
        .putLong(durable)
        .putLong(height)
        .put(block.unsafeArray())
        .array();
  }

  boolean matches(long salt, Bytes block) {
    return block.size() == length && checksum(salt, length, durable, height, block) == checksum;
  }

  private static int checksum(long salt, int length, long durable, long height, Bytes block) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + 3 * Long.BYTES);
    head.putLong(salt).putInt(length).putLong(durable).putLong(height);
    CRC32C checksum = new CRC32C();
    checksum.update(head.array());
    checksum.update(block.unsafeArray());
    return (int) checksum.getValue();
  }
}
