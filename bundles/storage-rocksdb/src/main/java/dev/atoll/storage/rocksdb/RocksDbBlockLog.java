package dev.atoll.storage.rocksdb;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The block log as a column family. Callable from any thread; its monitor guards the heights.
///
/// Blocks get into the write-ahead log in their order, so what a crash takes is the end.
final class RocksDbBlockLog implements BlockLog {

  private final Database database;

  private @Nullable Height first; // guarded by this

  private @Nullable Height last; // guarded by this

  private volatile @Nullable StorageException broken;

  RocksDbBlockLog(Database database) {
    this.database = database;
    reload();
  }

  /// Finds the heights in the files.
  synchronized void reload() {
    try (RocksIterator entries = database.iterate(database.blocks())) {
      entries.seekToFirst();
      first = entries.isValid() ? height(entries.key()) : null;
      entries.seekToLast();
      last = entries.isValid() ? height(entries.key()) : null;
      entries.status();
    } catch (RocksDBException e) {
      throw database.failed("a scan of the blocks", e);
    }
  }

  static byte[] key(long height) {
    return ByteBuffer.allocate(Long.BYTES).putLong(height).array();
  }

  static Height height(byte[] key) {
    return new Height(ByteBuffer.wrap(key).getLong());
  }

  @Override
  public synchronized void append(Height height, Bytes block) {
    checkUsable();
    if (block.size() > BLOCK_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "block %s is %d bytes, at most %d allowed"
              .formatted(height, block.size(), BLOCK_SIZE_BYTES_MAX));
    }
    if (last != null && !height.equals(last.next())) {
      throw new IllegalArgumentException(
          "cannot append block %s: the next block is %s".formatted(height, last.next()));
    }
    try (org.rocksdb.WriteBatch write = new org.rocksdb.WriteBatch()) {
      write.put(database.blocks(), key(height.value()), block.unsafeArray());
      database.write(write, false);
    } catch (RocksDBException e) {
      throw database.failed("an append", e);
    }
    last = height;
    if (first == null) {
      first = height;
    }
  }

  /// A synced write of nothing: RocksDB syncs once for all who wait with one.
  @Override
  public void sync() {
    checkUsable();
    try (org.rocksdb.WriteBatch nothing = new org.rocksdb.WriteBatch()) {
      nothing.putLogData(new byte[0]);
      database.write(nothing, true);
    } catch (RocksDBException e) {
      StorageException failure = database.failed("a sync", e);
      broken = failure; // what the operating system has dropped cannot be synced a second time
      throw failure;
    }
  }

  private void checkUsable() {
    @Nullable StorageException failure = broken;
    if (failure != null) {
      throw new StorageException(
          "the blocks of %s were not made durable before".formatted(database.directory()), failure);
    }
  }

  @Override
  public @Nullable Bytes read(Height height) {
    try {
      byte @Nullable [] block = database.get(database.blocks(), key(height.value()));
      return block == null ? null : Bytes.wrap(block);
    } catch (RocksDBException e) {
      throw database.failed("a read of block " + height, e);
    }
  }

  @Override
  public synchronized @Nullable Height firstHeight() {
    return first;
  }

  @Override
  public synchronized @Nullable Height lastHeight() {
    return last;
  }

  @Override
  public synchronized void removeBelow(Height height) {
    if (first == null || last == null) {
      return;
    }
    Height from = height.compareTo(last) < 0 ? height : last;
    if (from.compareTo(first) <= 0) {
      return;
    }
    try (org.rocksdb.WriteBatch write = new org.rocksdb.WriteBatch()) {
      write.deleteRange(database.blocks(), key(first.value()), key(from.value()));
      database.write(write, false);
    } catch (RocksDBException e) {
      throw database.failed("a removal of blocks", e);
    }
    first = from;
  }
}
