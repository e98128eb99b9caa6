package dev.atoll.storage.rocksdb;

import dev.atoll.spi.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// One RocksDB with its two column families, and all that must be freed with it.
final class Database implements AutoCloseable {

  private static final byte[] BLOCKS = {'b', 'l', 'o', 'c', 'k', 's'};

  /// Values from this size on are kept apart from their keys, so that compaction does not write
  /// them again and again: see README of `distributions/bench`.
  private static final long BLOB_SIZE_BYTES_MIN = 1024;

  private static final int BLOOM_BITS_PER_KEY = 10;

  private final Path directory;

  /// In the order in which they were made; freed in the reverse order.
  private final List<AbstractNativeReference> natives = new ArrayList<>();

  private final List<ColumnFamilyHandle> families = new ArrayList<>();

  private final RocksDB rocks;

  private final WriteOptions durably;

  private final WriteOptions lazily;

  private Database(Path directory, RocksDbConfig config) throws RocksDBException {
    this.directory = directory;
    durably = owned(new WriteOptions().setSync(true));
    lazily = owned(new WriteOptions());
    ColumnFamilyOptions options = families(config);
    DBOptions database =
        owned(
            new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // A torn end is cut, damage before it is told: an acknowledged commit shall not be
                // given up in silence.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setMaxTotalWalSize(4 * config.writeBuffer().bytes())
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0));
    rocks =
        RocksDB.open(
            database,
            directory.toString(),
            List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options),
                new ColumnFamilyDescriptor(BLOCKS, options)),
            families);
  }

  private ColumnFamilyOptions families(RocksDbConfig config) {
    Cache cache = owned(new LRUCache(config.cache().bytes()));
    BloomFilter filter = owned(new BloomFilter(BLOOM_BITS_PER_KEY));
    return owned(
        new ColumnFamilyOptions()
            .setWriteBufferSize(config.writeBuffer().bytes())
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobFiles(true)
            .setMinBlobSize(BLOB_SIZE_BYTES_MIN)
            .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobGarbageCollection(true)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(filter)
                    .setCacheIndexAndFilterBlocks(true)
                    .setPinL0FilterAndIndexBlocksInCache(true)));
  }

  private <T extends AbstractNativeReference> T owned(T reference) {
    natives.add(reference);
    return reference;
  }

  /// @throws StorageException if the files are damaged, or not RocksDB's
  static Database open(Path directory, RocksDbConfig config) {
    try {
      return new Database(directory, config);
    } catch (RocksDBException e) {
      throw new StorageException(
          "storage %s cannot be opened: %s".formatted(directory, e.getMessage()), e);
    }
  }

  Path directory() {
    return directory;
  }

  ColumnFamilyHandle tables() {
    return families.getFirst();
  }

  ColumnFamilyHandle blocks() {
    return families.getLast();
  }

  byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
    return rocks.get(family, key);
  }

  void put(byte[] key, byte[] value) throws RocksDBException {
    rocks.put(tables(), durably, key, value);
  }

  void delete(byte[] key) throws RocksDBException {
    rocks.delete(tables(), durably, key);
  }

  /// @param durable whether it shall survive the operating system; it survives the process in any
  ///     case
  void write(WriteBatch batch, boolean durable) throws RocksDBException {
    rocks.write(durable ? durably : lazily, batch);
  }

  RocksIterator iterate(ColumnFamilyHandle family, ReadOptions options) {
    return rocks.newIterator(family, options);
  }

  RocksIterator iterate(ColumnFamilyHandle family) {
    return rocks.newIterator(family);
  }

  Snapshot snapshot() {
    return rocks.getSnapshot();
  }

  void release(Snapshot snapshot) {
    rocks.releaseSnapshot(snapshot);
    snapshot.close();
  }

  StorageException failed(String what, RocksDBException cause) {
    return new StorageException(
        "storage %s: %s failed: %s".formatted(directory, what, cause.getMessage()), cause);
  }

  /// Makes durable what is not yet, as far as the disk takes it, and frees everything.
  @Override
  public void close() {
    try {
      rocks.syncWal();
    } catch (RocksDBException e) {
      throw failed("the last sync", e);
    } finally {
      rocks.cancelAllBackgroundWork(true);
      families.forEach(AbstractNativeReference::close);
      rocks.close();
      natives.reversed().forEach(AbstractNativeReference::close);
    }
  }
}
