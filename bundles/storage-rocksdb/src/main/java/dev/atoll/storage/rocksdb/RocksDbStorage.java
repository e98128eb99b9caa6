package dev.atoll.storage.rocksdb;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/// Tables and block log of one directory, which nobody else uses. Callable from any thread, but for
/// [#close], which must not meet another call: RocksDB would crash the process.
final class RocksDbStorage implements Storage {

  private static final long BATCH_SIZE_BYTES = 8 << 20;

  private final Database database;

  private final RocksDbBlockLog blocks;

  private RocksDbStorage(Database database) throws RocksDBException {
    this.database = database;
    if (database.get(database.tables(), TableKeys.IMPORTING) != null) {
      empty(); // half an import
    }
    this.blocks = new RocksDbBlockLog(database);
  }

  /// @throws StorageException if the files are damaged, or not RocksDB's
  static RocksDbStorage open(Path directory, RocksDbConfig config) {
    Database database = Database.open(directory, config);
    try {
      return new RocksDbStorage(database);
    } catch (RocksDBException | RuntimeException | Error e) {
      database.close();
      throw new StorageException("storage %s cannot be read".formatted(directory), e);
    }
  }

  @Override
  public @Nullable Bytes get(String table, Bytes key) {
    try {
      byte @Nullable [] value = database.get(database.tables(), TableKeys.of(table, key));
      return value == null ? null : Bytes.wrap(value);
    } catch (RocksDBException e) {
      throw database.failed("a read", e);
    }
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    if (to != null && from.compareTo(to) >= 0) {
      return;
    }
    try (ReadOptions options = new ReadOptions()) {
      scan(options, table, from, to, visitor);
    } catch (RocksDBException e) {
      throw database.failed("a scan", e);
    }
  }

  private void scan(
      ReadOptions options, String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor)
      throws RocksDBException {
    byte[] end = to == null ? TableKeys.endOf(table) : TableKeys.of(table, to);
    int head = TableKeys.headSize(table);
    try (Slice bound = new Slice(end);
        ReadOptions bounded = new ReadOptions(options).setIterateUpperBound(bound);
        RocksIterator entries = database.iterate(database.tables(), bounded)) {
      for (entries.seek(TableKeys.of(table, from)); entries.isValid(); entries.next()) {
        byte[] key = entries.key();
        if (!visitor.visit(
            Bytes.copyOf(key, head, key.length - head), Bytes.wrap(entries.value()))) {
          return;
        }
      }
      entries.status();
    }
  }

  @Override
  public void commit(WriteBatch batch) {
    if (batch.isEmpty()) {
      return;
    }
    try (org.rocksdb.WriteBatch writes = new org.rocksdb.WriteBatch()) {
      for (WriteBatch.Write write : batch.writes()) {
        add(writes, write);
      }
      database.write(writes, true);
    } catch (RocksDBException e) {
      throw database.failed("a commit", e);
    }
  }

  private void add(org.rocksdb.WriteBatch writes, WriteBatch.Write write) throws RocksDBException {
    String table = write.table();
    switch (write) {
      case WriteBatch.Put put ->
          writes.put(database.tables(), TableKeys.of(table, put.key()), put.value().unsafeArray());
      case WriteBatch.Delete delete ->
          writes.delete(database.tables(), TableKeys.of(table, delete.key()));
      case WriteBatch.DeleteRange range -> {
        if (range.from().compareTo(range.to()) < 0) {
          writes.deleteRange(
              database.tables(),
              TableKeys.of(table, range.from()),
              TableKeys.of(table, range.to()));
        }
      }
    }
  }

  @Override
  public BlockLog blocks() {
    return blocks;
  }

  /// In the order of their UTF-8 bytes.
  List<String> tableNames() {
    try (ReadOptions options = new ReadOptions()) {
      return tableNames(options);
    } catch (RocksDBException e) {
      throw database.failed("a scan", e);
    }
  }

  private List<String> tableNames(ReadOptions options) throws RocksDBException {
    List<String> names = new ArrayList<>();
    try (RocksIterator entries = database.iterate(database.tables(), options)) {
      entries.seek(TableKeys.FIRST);
      while (entries.isValid()) {
        String name = TableKeys.tableOf(entries.key());
        names.add(name);
        entries.seek(TableKeys.endOf(name));
      }
      entries.status();
    }
    names.sort((one, other) -> Bytes.ofUtf8(one).compareTo(Bytes.ofUtf8(other)));
    return names;
  }

  @Override
  public void exportTo(OutputStream out) throws IOException {
    Snapshot snapshot = database.snapshot();
    try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
      StorageStream.Writer writer = new StorageStream.Writer(out);
      for (String table : tableNames(options)) {
        IOException[] failure = new IOException[1];
        scan(
            options,
            table,
            Bytes.EMPTY,
            null,
            (key, value) -> {
              try {
                writer.entry(table, key, value);
                return true;
              } catch (IOException e) {
                failure[0] = e;
                return false;
              }
            });
        if (failure[0] != null) {
          throw failure[0];
        }
      }
      try (RocksIterator entries = database.iterate(database.blocks(), options)) {
        for (entries.seekToFirst(); entries.isValid(); entries.next()) {
          writer.block(RocksDbBlockLog.height(entries.key()), Bytes.wrap(entries.value()));
        }
        entries.status();
      }
      writer.finish();
    } catch (RocksDBException e) {
      throw database.failed("an export", e);
    } finally {
      database.release(snapshot);
    }
  }

  @Override
  public void importFrom(InputStream in) throws IOException {
    if (blocks.lastHeight() != null || !tableNames().isEmpty()) {
      throw new StorageException(
          "storage %s is not empty: it cannot import".formatted(database.directory()));
    }
    boolean complete = false;
    try {
      database.put(TableKeys.IMPORTING, new byte[0]);
      Import target = new Import();
      StorageStream.read(in, target);
      target.commit();
      blocks.sync();
      database.delete(TableKeys.IMPORTING);
      complete = true;
    } catch (RocksDBException e) {
      throw database.failed("an import", e);
    } finally {
      if (!complete) {
        empty();
        blocks.reload();
      }
    }
  }

  private void empty() {
    try (org.rocksdb.WriteBatch writes = new org.rocksdb.WriteBatch()) {
      writes.deleteRange(database.tables(), TableKeys.IMPORTING, TableKeys.LAST);
      writes.deleteRange(database.blocks(), RocksDbBlockLog.key(0), TableKeys.LAST);
      database.write(writes, true);
    } catch (RocksDBException e) {
      throw database.failed("undoing an import", e);
    }
  }

  @Override
  public void close() {
    database.close();
  }

  /// Brings a stream into this storage, in commits of bearable size.
  private final class Import implements StorageStream.Visitor {

    private WriteBatch batch = new WriteBatch();

    private long batchBytes;

    @Override
    public void entry(String table, Bytes key, Bytes value) {
      batch.put(table, key, value);
      batchBytes += key.size() + value.size();
      if (batchBytes >= BATCH_SIZE_BYTES) {
        commit();
      }
    }

    @Override
    public void block(Height height, Bytes block) {
      blocks.append(height, block);
    }

    void commit() {
      RocksDbStorage.this.commit(batch);
      batch = new WriteBatch();
      batchBytes = 0;
    }
  }
}
