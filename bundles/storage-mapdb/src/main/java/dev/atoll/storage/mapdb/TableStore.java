package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The tables with their pages, journals and checkpoints. Callable from any thread.
///
/// Readers wait while a commit is applied and made durable: MapDB has one state only, and nobody
/// may see it half changed.
final class TableStore {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private final Path directory;

  private final long checkpointSizeBytes;

  private final BaseFile base;

  private final Journals journals;

  private final PageStore pages;

  private final Checkpointer checkpointer;

  private final Snapshots snapshots = new Snapshots();

  private MapDbTables tables;

  private boolean closed;

  TableStore(Path directory, long checkpointSizeBytes) {
    this.directory = directory;
    this.checkpointSizeBytes = checkpointSizeBytes;
    base = new BaseFile(directory.resolve(StorageFiles.TABLES_DB));
    try {
      journals = Journals.recover(directory, base.file());
      base.remap();
      pages = new PageStore(base, journals);
      tables = new MapDbTables(pages);
      tables.flush();
      pages.commit();
    } catch (RuntimeException | Error e) {
      base.close();
      throw damaged(directory, e);
    }
    checkpointer =
        new Checkpointer(pages, lock.writeLock(), "storage-mapdb-" + directory.getFileName());
    checkpointer.start();
  }

  private static StorageException damaged(Path directory, Throwable e) {
    return e instanceof StorageException told
        ? told
        : new StorageException("storage %s: tables.db cannot be read".formatted(directory), e);
  }

  @Nullable Bytes get(String table, Bytes key) {
    lock.readLock().lock();
    try {
      checkOpen();
      return tables.get(table, key);
    } finally {
      lock.readLock().unlock();
    }
  }

  boolean isEmpty() {
    lock.readLock().lock();
    try {
      checkOpen();
      return tables.isEmpty();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How many entries were removed since the file was begun.
  long removed() {
    lock.readLock().lock();
    try {
      checkOpen();
      return tables.removed();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How long the file was at the last checkpoint.
  long fileSize() {
    lock.readLock().lock();
    try {
      checkOpen();
      return base.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  void commit(WriteBatch batch) {
    checkpointer.checkHealthy();
    boolean full;
    lock.writeLock().lock();
    try {
      checkOpen();
      apply(batch);
      checkpointIfDue();
      full = pages.activeSizeBytes() >= checkpointSizeBytes; // the checkpoint before is under way
    } finally {
      lock.writeLock().unlock();
    }
    if (full) {
      checkpointer.awaitIdle();
    }
  }

  private void apply(WriteBatch batch) {
    try {
      for (WriteBatch.Write write : batch.writes()) {
        snapshots.putAside(write, tables);
        tables.apply(write);
      }
      tables.flush();
      pages.commit();
    } catch (RuntimeException | Error e) {
      pages.rollback();
      tables = new MapDbTables(pages); // what MapDB has in memory is of the pages that are gone
      throw e instanceof StorageException told
          ? told
          : new StorageException("storage %s: a commit failed".formatted(directory), e);
    }
  }

  private void checkpointIfDue() {
    if (pages.activeSizeBytes() >= checkpointSizeBytes && !pages.hasFrozen()) {
      pages.freeze();
      checkpointer.request();
    }
  }

  /// Begins a view of the state as of now; see [#end].
  Snapshot begin(@Nullable String table) {
    lock.readLock().lock();
    try {
      checkOpen();
      return snapshots.open(table);
    } finally {
      lock.readLock().unlock();
    }
  }

  void end(Snapshot snapshot) {
    snapshots.close(snapshot);
  }

  NavigableSet<Bytes> names() {
    lock.readLock().lock();
    try {
      checkOpen();
      return tables.names();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The next piece of `scan`.
  Iterable<Map.Entry<Bytes, Bytes>> next(TableScan scan) {
    lock.readLock().lock();
    try {
      checkOpen();
      return scan.next(tables).entrySet();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("storage %s is closed".formatted(directory));
    }
  }

  /// Brings everything into the file, so that the next start has nothing to replay.
  void close() {
    lock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.writeLock().unlock();
    }
    checkpointer.close();
    try {
      checkpointer.checkHealthy();
      pages.freeze();
      var frozen = pages.frozen();
      if (frozen != null) {
        pages.writeFrozen(frozen);
        journals.deleteOld();
      }
    } finally {
      journals.close();
      base.close();
    }
  }
}
