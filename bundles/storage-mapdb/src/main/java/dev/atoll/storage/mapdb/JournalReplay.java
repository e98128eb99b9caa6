package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Brings the commits of a journal into the file that they belong to.
///
/// A commit returned to its caller only after it was durable, and the next began after that. So a
/// damaged record is one that nobody relies on if it is the very last; anywhere else it is damage
/// that must be told.
final class JournalReplay {

  private final DiskFile journal;

  private final FileWindow window;

  private final long size;

  private long salt;

  private long commit;

  private JournalReplay(DiskFile journal) {
    this.journal = journal;
    this.window = new FileWindow(journal);
    this.size = window.fileSize();
  }

  /// @param last whether the journal is the last one, whose end may be torn
  /// @throws StorageException if the journal is damaged; the message names it and the offset
  static void run(Path path, boolean last, DiskFile base) {
    try (DiskFile file = DiskFile.openForReading(path)) {
      new JournalReplay(file).run(last, base);
    }
  }

  private void run(boolean last, DiskFile base) {
    if (last && size < FileHead.SIZE_BYTES) {
      return; // torn while being created
    }
    salt = FileHead.read(journal, FileHead.JOURNAL);
    long at = FileHead.SIZE_BYTES;
    while (at < size) {
      if (!isSound(at)) {
        checkTorn(last, at);
        return;
      }
      JournalRecord record = headAt(at);
      apply(at, record, base);
      at += record.sizeBytes();
      commit = record.commit() + 1;
    }
  }

  private void checkTorn(boolean last, long at) {
    if (!last) {
      throw damagedAt(at);
    }
    for (long later = at + Long.BYTES; later < size; later += Long.BYTES) { // all are so aligned
      if (isSound(later)) {
        throw damagedAt(at);
      }
    }
  }

  private StorageException damagedAt(long at) {
    return new StorageException("%s is damaged at %d".formatted(journal.path(), at));
  }

  private boolean isSound(long at) {
    if (at + JournalRecord.SIZE_BYTES > size) {
      return false;
    }
    JournalRecord record = headAt(at);
    if (record.pages() <= 0 || record.commit() < commit || record.sizeBytes() > size - at) {
      return false;
    }
    CRC32C checksum = JournalRecord.checksum(salt, record.pages(), record.commit());
    for (int i = 0; i < record.pages(); i++) {
      checksum.update(entry(at, i));
    }
    return (int) checksum.getValue() == record.checksum();
  }

  private JournalRecord headAt(long at) {
    return JournalRecord.parse(window.at(at, JournalRecord.SIZE_BYTES));
  }

  private void apply(long at, JournalRecord record, DiskFile base) {
    for (int i = 0; i < record.pages(); i++) {
      byte[] entry = entry(at, i);
      long offset = ByteBuffer.wrap(entry).getLong() * PageStore.PAGE_SIZE_BYTES;
      base.write(offset, entry, Long.BYTES, PageStore.PAGE_SIZE_BYTES);
    }
  }

  private byte[] entry(long at, int i) {
    long offset = at + JournalRecord.SIZE_BYTES + (long) i * Journal.ENTRY_SIZE_BYTES;
    return journal.read(offset, Journal.ENTRY_SIZE_BYTES);
  }
}
