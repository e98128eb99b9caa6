package dev.atoll.storage.mapdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The head of a commit in a journal.
///
/// Big-endian: 4 bytes number of pages, 4 bytes CRC32C of the file's salt, the two numbers and all
/// that follows, 8 bytes number of the commit in the journal.
record JournalRecord(int pages, int checksum, long commit) {

  static final int SIZE_BYTES = 16;

  static JournalRecord parse(ByteBuffer buffer) {
    return new JournalRecord(buffer.getInt(), buffer.getInt(), buffer.getLong());
  }

  void writeTo(ByteBuffer buffer) {
    buffer.putInt(pages).putInt(checksum).putLong(commit);
  }

  /// How long the whole record is.
  long sizeBytes() {
    return SIZE_BYTES + (long) pages * Journal.ENTRY_SIZE_BYTES;
  }

  /// A checksum to which the entries are to be added.
  static CRC32C checksum(long salt, int pages, long commit) {
    ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES);
    numbers.putLong(salt).putInt(pages).putLong(commit);
    CRC32C checksum = new CRC32C();
    checksum.update(numbers.array());
    return checksum;
  }
}
