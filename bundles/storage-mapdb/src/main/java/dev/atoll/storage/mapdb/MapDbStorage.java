package dev.atoll.storage.mapdb;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/// Tables and block log of one directory, which nobody else uses. Callable from any thread.
final class MapDbStorage implements Storage {

  /// There while an import runs: what an open finds beside it is half an import.
  private static final String IMPORTING = "importing";

  private final Path directory;

  private final MapDbConfig config;

  private final SegmentedBlockLog blocks;

  private volatile TableStore tables;

  private volatile boolean closed;

  MapDbStorage(Path directory, MapDbConfig config) {
    this.directory = directory;
    this.config = config;
    if (Files.exists(directory.resolve(IMPORTING))) {
      StorageFiles.deleteData(directory);
      endImport();
    }
    tables = new Compaction(directory, config.checkpointSize().bytes()).open();
    try {
      blocks =
          new SegmentedBlockLog(
              directory.resolve(StorageFiles.BLOCKS), config.segmentSize().bytes());
    } catch (RuntimeException | Error e) {
      tables.close();
      throw e;
    }
  }

  @Override
  public @Nullable Bytes get(String table, Bytes key) {
    return tables.get(table, key);
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    TableStore store = tables;
    Snapshot snapshot = store.begin(table);
    try {
      TableScan scan = new TableScan(snapshot, table, from, to);
      while (!scan.isDone()) {
        for (Map.Entry<Bytes, Bytes> entry : store.next(scan)) {
          if (!visitor.visit(entry.getKey(), entry.getValue())) {
            return;
          }
        }
      }
    } finally {
      store.end(snapshot);
    }
  }

  @Override
  public void commit(WriteBatch batch) {
    tables.commit(batch);
  }

  @Override
  public BlockLog blocks() {
    checkOpen();
    return blocks;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("storage %s is closed".formatted(directory));
    }
  }

  /// In the order of their UTF-8 bytes.
  NavigableSet<Bytes> tableNames() {
    return tables.names();
  }

  @Override
  public void exportTo(OutputStream out) throws IOException {
    TableStore store = tables;
    Snapshot snapshot = store.begin(null);
    blocks.pin();
    try {
      Height first = blocks.firstHeight();
      Height last = blocks.lastHeight();
      StorageStream.Writer writer = new StorageStream.Writer(out);
      for (Bytes name : store.names()) {
        TableScan scan = new TableScan(snapshot, name.toUtf8(), Bytes.EMPTY, null);
        while (!scan.isDone()) {
          for (Map.Entry<Bytes, Bytes> entry : store.next(scan)) {
            writer.entry(name.toUtf8(), entry.getKey(), entry.getValue());
          }
        }
      }
      if (first != null && last != null) {
        for (Height at = first; at.compareTo(last) <= 0; at = at.next()) {
          writer.block(at, pinned(at));
        }
      }
      writer.finish();
    } finally {
      blocks.unpin();
      store.end(snapshot);
    }
  }

  private Bytes pinned(Height height) {
    Bytes block = blocks.read(height);
    if (block == null) {
      throw new IllegalStateException(
          "block %s is gone though the log is pinned".formatted(height));
    }
    return block;
  }

  @Override
  public void importFrom(InputStream in) throws IOException {
    checkOpen();
    if (blocks.lastHeight() != null || !tables.isEmpty()) {
      throw new StorageException("storage %s is not empty: it cannot import".formatted(directory));
    }
    beginImport();
    boolean complete = false;
    try {
      Import target = new Import(tables, blocks);
      StorageStream.read(in, target);
      target.finish();
      complete = true;
    } finally {
      if (!complete) {
        empty();
      }
      endImport();
    }
  }

  private void empty() {
    tables.close();
    blocks.empty();
    StorageFiles.deleteData(directory);
    tables = new TableStore(directory, config.checkpointSize().bytes());
  }

  private void beginImport() throws IOException {
    Files.createFile(directory.resolve(IMPORTING));
    DiskFile.forceNames(directory);
  }

  private void endImport() {
    DiskFile.delete(directory.resolve(IMPORTING));
    DiskFile.forceNames(directory);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      tables.close();
    } finally {
      blocks.close();
    }
  }
}
