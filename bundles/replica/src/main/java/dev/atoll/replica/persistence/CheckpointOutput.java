package dev.atoll.replica.persistence;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;

/// Commits writes in batches of bounded size, until it is told to stop.
///
/// One thread writes; [#stop] is for any.
final class CheckpointOutput {

  /// A batch is committed when its values reach this size; a larger value is a batch of its own.
  static final int BATCH_SIZE_BYTES_MAX = 4 << 20;

  /// A batch is committed when it has this many writes.
  static final int BATCH_WRITES_MAX = 1024;

  private final Storage storage;

  private final long batchSizeBytesMax;

  private final Object commitLock = new Object();

  private WriteBatch batch = new WriteBatch();

  private long sizeBytes;

  private boolean stopped;

  CheckpointOutput(Storage storage, long batchSizeBytesMax) {
    this.storage = storage;
    this.batchSizeBytesMax = batchSizeBytesMax;
  }

  /// @throws StoppedException after [#stop]
  void put(String table, Bytes key, Bytes value) {
    makeRoom(value.size());
    add(table, key, value);
  }

  /// @throws StoppedException after [#stop]
  void delete(String table, Bytes key) {
    makeRoom(0);
    batch.delete(table, key);
  }

  private void makeRoom(int valueSize) {
    if (!batch.isEmpty()
        && (sizeBytes + valueSize > batchSizeBytesMax
            || batch.writes().size() >= BATCH_WRITES_MAX)) {
      commit();
    }
  }

  private void add(String table, Bytes key, Bytes value) {
    batch.put(table, key, value);
    sizeBytes += value.size();
  }

  /// A batch for what must take effect together, with what was not committed yet at its beginning
  /// if that is little.
  WriteBatch beginLast(long lastSizeBytes) {
    if (!batch.isEmpty() && sizeBytes + lastSizeBytes > batchSizeBytesMax) {
      commit();
    }
    return batch;
  }

  /// Commits what was not committed yet.
  ///
  /// @throws StoppedException after [#stop]
  void commit() {
    WriteBatch full = batch;
    batch = new WriteBatch();
    sizeBytes = 0;
    if (full.isEmpty()) {
      return;
    }
    synchronized (commitLock) {
      if (stopped) {
        throw new StoppedException();
      }
      storage.commit(full);
    }
  }

  /// Has nothing more committed; a commit under way is waited for.
  void stop() {
    synchronized (commitLock) {
      stopped = true;
    }
  }

  boolean isStopped() {
    synchronized (commitLock) {
      return stopped;
    }
  }

  /// Writing ends before its time.
  static final class StoppedException extends RuntimeException {

    @java.io.Serial private static final long serialVersionUID = 1;

    StoppedException() {
      super("writing was stopped");
    }
  }
}
