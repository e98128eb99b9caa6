package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.function.Consumer;

/// Writes on their way to a copy, in as few batches as is bearable: each batch costs the copy a
/// sync of the disk, and the last ones while callers wait.
final class Gathered {

  /// How much is given out in one batch. Little enough to be garbage before the collector moves it
  /// to where only a full collection finds it.
  private static final int SIZE_BYTES_MAX = 1 << 20;

  private static final int WRITES_MAX = 8192;

  private final Consumer<WriteBatch> out;

  private WriteBatch batch = new WriteBatch();

  private long sizeBytes;

  private int writes;

  Gathered(Consumer<WriteBatch> out) {
    this.out = out;
  }

  void put(String table, Bytes key, Bytes value) {
    batch.put(table, key, value);
    added(key.size() + value.size());
  }

  void delete(String table, Bytes key) {
    batch.delete(table, key);
    added(key.size());
  }

  void deleteRange(String table, Bytes from, Bytes to) {
    batch.deleteRange(table, from, to);
    added(from.size() + to.size());
  }

  private void added(int bytes) {
    writes++;
    sizeBytes += bytes;
    if (writes >= WRITES_MAX || sizeBytes >= SIZE_BYTES_MAX) {
      give();
    }
  }

  /// Gives out what was not yet.
  void give() {
    if (!batch.isEmpty()) {
      WriteBatch given = batch;
      batch = new WriteBatch();
      writes = 0;
      sizeBytes = 0;
      out.accept(given);
    }
  }
}
