package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `tables.db` anew when what MapDB leaves behind outweighs what it holds.
///
/// MapDB never gives back the nodes and record numbers of entries that were removed: a table whose
/// keys come and go grows, and a scan of it walks over empty nodes. The new file is made aside and
/// takes the place of the old one in one step.
final class Compaction {

  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private static final String ASIDE = "compacting";

  private static final long REMOVED_MIN = 100_000;

  /// About what a removed entry leaves behind.
  private static final long LEFT_SIZE_BYTES = 64;

  /// The part of the file that may be waste.
  private static final int WASTE_DIVISOR = 4;

  private static final long BATCH_SIZE_BYTES = 8 << 20;

  private final Path directory;

  private final long checkpointSizeBytes;

  Compaction(Path directory, long checkpointSizeBytes) {
    this.directory = directory;
    this.checkpointSizeBytes = checkpointSizeBytes;
  }

  static boolean isDue(long removed, long fileSize) {
    return removed >= REMOVED_MIN && removed * LEFT_SIZE_BYTES >= fileSize / WASTE_DIVISOR;
  }

  /// Opens the tables, compacted if that is due.
  TableStore open() {
    deleteAside(); // of a compaction that did not come to its end
    TableStore tables = new TableStore(directory, checkpointSizeBytes);
    return isDue(tables.removed(), tables.fileSize()) ? compact(tables) : tables;
  }

  /// Closes `tables` and opens the compacted ones; if there is no room for them, all stays as it
  /// is.
  TableStore compact(TableStore tables) {
    try {
      Files.createDirectories(aside());
      TableStore fresh = new TableStore(aside(), checkpointSizeBytes);
      try {
        copy(tables, fresh);
      } finally {
        fresh.close();
      }
    } catch (IOException | StorageException e) {
      LOG.warn("storage {} is not compacted", directory, e);
      deleteAside();
      return tables;
    }
    tables.close();
    replace();
    return new TableStore(directory, checkpointSizeBytes);
  }

  private static void copy(TableStore from, TableStore to) {
    Snapshot snapshot = from.begin(null);
    try {
      for (Bytes name : from.names()) {
        copy(from, new TableScan(snapshot, name.toUtf8(), Bytes.EMPTY, null), name.toUtf8(), to);
      }
    } finally {
      from.end(snapshot);
    }
  }

  private static void copy(TableStore from, TableScan scan, String table, TableStore to) {
    WriteBatch batch = new WriteBatch();
    long bytes = 0;
    while (!scan.isDone()) {
      for (Map.Entry<Bytes, Bytes> entry : from.next(scan)) {
        batch.put(table, entry.getKey(), entry.getValue());
        bytes += entry.getKey().size() + entry.getValue().size();
      }
      if (bytes >= BATCH_SIZE_BYTES) {
        to.commit(batch);
        batch = new WriteBatch();
        bytes = 0;
      }
    }
    to.commit(batch);
  }

  /// Both stores are closed, so neither has a journal.
  private void replace() {
    try {
      Files.move(
          aside().resolve(StorageFiles.TABLES_DB),
          directory.resolve(StorageFiles.TABLES_DB),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be compacted".formatted(directory), e);
    }
    DiskFile.forceNames(directory);
    deleteAside();
  }

  private Path aside() {
    return directory.resolve(ASIDE);
  }

  private void deleteAside() {
    if (Files.isDirectory(aside())) {
      StorageFiles.list(aside()).forEach(DiskFile::delete);
      DiskFile.delete(aside());
    }
  }
}
