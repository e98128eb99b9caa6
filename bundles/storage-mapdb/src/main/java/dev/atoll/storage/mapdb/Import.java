package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageStream;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;

/// Brings a stream into an empty storage, in commits of bearable size.
final class Import implements StorageStream.Visitor {

  private static final long BATCH_SIZE_BYTES = 8 << 20;

  private final TableStore tables;

  private final SegmentedBlockLog blocks;

  private WriteBatch batch = new WriteBatch();

  private long batchBytes;

  Import(TableStore tables, SegmentedBlockLog blocks) {
    this.tables = tables;
    this.blocks = blocks;
  }

  @Override
  public void entry(String table, Bytes key, Bytes value) {
    batch.put(table, key, value);
    batchBytes += key.size() + value.size();
    if (batchBytes >= BATCH_SIZE_BYTES) {
      commit();
    }
  }

  private void commit() {
    tables.commit(batch);
    batch = new WriteBatch();
    batchBytes = 0;
  }

  @Override
  public void block(Height height, Bytes block) {
    blocks.append(height, block);
  }

  /// Makes everything durable.
  void finish() {
    commit();
    blocks.sync();
  }
}
