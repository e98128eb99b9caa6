package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageStream;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A storage on a [SimulatedDisk]; its own monitor guards everything.
final class SimulatedStorage implements Storage {

  private final SimulatedDisk disk;

  private final BlockLog log = new SimulatedBlockLog();

  private boolean closed;

  SimulatedStorage(SimulatedDisk disk) {
    this.disk = disk;
  }

  @Override
  public synchronized @Nullable Bytes get(String table, Bytes key) {
    checkOpen();
    return disk.table(table).get(key);
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    for (Map.Entry<Bytes, Bytes> entry : copy(table, from, to).entrySet()) {
      if (!visitor.visit(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  private synchronized Map<Bytes, Bytes> copy(String table, Bytes from, @Nullable Bytes to) {
    checkOpen();
    NavigableMap<Bytes, Bytes> all = disk.table(table);
    if (to == null) {
      return new TreeMap<>(all.tailMap(from, true));
    }
    return from.compareTo(to) < 0 ? new TreeMap<>(all.subMap(from, true, to, false)) : Map.of();
  }

  @Override
  public synchronized void commit(WriteBatch batch) {
    checkOpen();
    batch.writes().forEach(disk::apply);
  }

  @Override
  public synchronized BlockLog blocks() {
    checkOpen();
    return log;
  }

  @Override
  public synchronized void exportTo(OutputStream out) throws IOException {
    checkOpen();
    var writer = new StorageStream.Writer(out);
    for (var table : disk.tables.entrySet()) {
      for (var entry : table.getValue().entrySet()) {
        writer.entry(table.getKey().toUtf8(), entry.getKey(), entry.getValue());
      }
    }
    for (var block : disk.blocks.entrySet()) {
      writer.block(block.getKey(), block.getValue());
    }
    writer.finish();
  }

  @Override
  public synchronized void importFrom(InputStream in) throws IOException {
    checkOpen();
    if (!disk.isEmpty()) {
      throw new StorageException("storage is not empty: it cannot import");
    }
    SimulatedDisk imported = new SimulatedDisk();
    StorageStream.read(
        in,
        new StorageStream.Visitor() {
          @Override
          public void entry(String table, Bytes key, Bytes value) {
            imported.table(table).put(key, value);
          }

          @Override
          public void block(Height height, Bytes block) {
            imported.blocks.put(height, block);
          }
        });
    disk.become(imported);
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("storage is closed");
    }
  }

  private final class SimulatedBlockLog implements BlockLog {

    @Override
    public void append(Height height, Bytes block) {
      synchronized (SimulatedStorage.this) {
        checkOpen();
        if (block.size() > BLOCK_SIZE_BYTES_MAX) {
          throw new IllegalArgumentException(
              "block is %d bytes, at most %d allowed"
                  .formatted(block.size(), BLOCK_SIZE_BYTES_MAX));
        }
        if (!disk.blocks.isEmpty() && !disk.blocks.lastKey().next().equals(height)) {
          throw new IllegalArgumentException(
              "cannot append block %s: the last block is %s"
                  .formatted(height, disk.blocks.lastKey()));
        }
        disk.blocks.put(height, block);
      }
    }

    @Override
    public void sync() {
      synchronized (SimulatedStorage.this) {
        checkOpen();
        disk.sync();
      }
    }

    @Override
    public @Nullable Bytes read(Height height) {
      synchronized (SimulatedStorage.this) {
        checkOpen();
        return disk.blocks.get(height);
      }
    }

    @Override
    public @Nullable Height firstHeight() {
      synchronized (SimulatedStorage.this) {
        checkOpen();
        return disk.blocks.isEmpty() ? null : disk.blocks.firstKey();
      }
    }

    @Override
    public @Nullable Height lastHeight() {
      synchronized (SimulatedStorage.this) {
        checkOpen();
        return disk.blocks.isEmpty() ? null : disk.blocks.lastKey();
      }
    }

    @Override
    public void removeBelow(Height height) {
      synchronized (SimulatedStorage.this) {
        checkOpen();
        if (!disk.blocks.isEmpty()) {
          Height last = disk.blocks.lastKey();
          disk.blocks.headMap(height.compareTo(last) < 0 ? height : last, false).clear();
        }
      }
    }
  }
}
