package com.example.storage.memory;

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
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tables and blocks in sorted maps, under one lock.
final class MemoryStorage implements Storage {

  private final Contents contents;

  private final Runnable release;

  private final MemoryBlockLog blocks;

  private boolean closed;

  MemoryStorage(Contents contents, Runnable release) {
    this.contents = contents;
    this.release = release;
    this.blocks = new MemoryBlockLog(contents, this::checkOpen);
  }

  /// Called under the lock of the contents.
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("storage is closed");
    }
  }

  @Override
  public @Nullable Bytes get(String table, Bytes key) {
    synchronized (contents) {
      checkOpen();
      return contents.table(table).get(key);
    }
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    for (Map.Entry<Bytes, Bytes> entry : copy(table, from, to)) {
      if (!visitor.visit(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  /// A copy, so that the visitor runs without the lock and sees one state.
  private List<Map.Entry<Bytes, Bytes>> copy(String table, Bytes from, @Nullable Bytes to) {
    synchronized (contents) {
      checkOpen();
      if (to != null && from.compareTo(to) >= 0) {
        return List.of();
      }
      NavigableMap<Bytes, Bytes> above = contents.table(table).tailMap(from, true);
      return (to == null ? above : above.headMap(to, false))
          .entrySet().stream().map(entry -> Map.entry(entry.getKey(), entry.getValue())).toList();
    }
  }

  @Override
  public void commit(WriteBatch batch) {
    synchronized (contents) {
      checkOpen();
      batch.writes().forEach(contents::apply);
    }
  }

  @Override
  public BlockLog blocks() {
    synchronized (contents) {
      checkOpen();
      return blocks;
    }
  }

  @Override
  public void exportTo(OutputStream out) throws IOException {
    synchronized (contents) {
      checkOpen();
      StorageStream.Writer writer = new StorageStream.Writer(out);
      for (Map.Entry<String, TreeMap<Bytes, Bytes>> table : contents.tables.entrySet()) {
        for (Map.Entry<Bytes, Bytes> entry : table.getValue().entrySet()) {
          writer.entry(table.getKey(), entry.getKey(), entry.getValue());
        }
      }
      for (Map.Entry<Height, Bytes> block : contents.blocks.entrySet()) {
        writer.block(block.getKey(), block.getValue());
      }
      writer.finish();
    }
  }

  @Override
  public void importFrom(InputStream in) throws IOException {
    synchronized (contents) {
      checkOpen();
      if (!contents.isEmpty()) {
        throw new StorageException("storage is not empty, expected an empty one to import into");
      }
      Contents imported = new Contents();
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
      contents.replaceBy(imported);
    }
  }

  @Override
  public void close() {
    synchronized (contents) {
      if (closed) {
        return;
      }
      closed = true;
    }
    release.run();
  }
}
