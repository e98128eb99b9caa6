package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The scans under way, for each of which a commit puts aside what it is about to change.
///
/// MapDB shows the latest state only; this makes a scan see one state without keeping commits out.
final class Snapshots {

  private final List<Snapshot> open = new CopyOnWriteArrayList<>();

  /// Call under the storage's read lock; what is committed later is not seen.
  ///
  /// @param table the table to be seen, or null for all
  Snapshot open(@Nullable String table) {
    Snapshot snapshot = new Snapshot(table);
    open.add(snapshot);
    return snapshot;
  }

  void close(Snapshot snapshot) {
    open.remove(snapshot);
  }

  /// Call under the storage's write lock, before `write` is applied.
  void putAside(WriteBatch.Write write, MapDbTables tables) {
    for (Snapshot snapshot : open) {
      if (snapshot.covers(write.table())) {
        switch (write) {
          case WriteBatch.Put put -> putAside(snapshot, put.table(), put.key(), tables);
          case WriteBatch.Delete delete -> putAside(snapshot, delete.table(), delete.key(), tables);
          case WriteBatch.DeleteRange range -> {
            for (Bytes key : tables.keys(range.table(), range.from(), range.to())) {
              putAside(snapshot, range.table(), key, tables);
            }
          }
        }
      }
    }
  }

  private static void putAside(Snapshot snapshot, String table, Bytes key, MapDbTables tables) {
    if (!snapshot.has(table, key)) {
      snapshot.putAside(table, key, tables.get(table, key));
    }
  }
}
