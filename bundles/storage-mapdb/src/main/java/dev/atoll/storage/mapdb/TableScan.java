package dev.atoll.storage.mapdb;

import dev.atoll.types.Bytes;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Walks a table piece by piece, as it was when its snapshot was taken.
final class TableScan {

  private static final int ENTRIES_AT_ONCE = 256;

  private static final long BYTES_AT_ONCE = 1 << 20;

  private final Snapshot snapshot;

  private final String table;

  private final @Nullable Bytes to;

  private Bytes cursor;

  private boolean inclusive = true;

  private boolean done;

  TableScan(Snapshot snapshot, String table, Bytes from, @Nullable Bytes to) {
    this.snapshot = snapshot;
    this.table = table;
    this.cursor = from;
    this.to = to;
    this.done = to != null && from.compareTo(to) >= 0;
  }

  boolean isDone() {
    return done;
  }

  /// The next entries, possibly none though there are more: see [#isDone]. Call under the storage's
  /// read lock.
  NavigableMap<Bytes, Bytes> next(MapDbTables tables) {
    NavigableMap<Bytes, Bytes> piece = new TreeMap<>();
    NavigableMap<Bytes, Optional<Bytes>> before = snapshot.before(table);
    Iterator<Map.Entry<byte[], byte[]>> live = tables.entries(table, cursor, inclusive, to);
    Bytes last = cursor;
    long bytes = 0;
    int entries = 0;
    while (live.hasNext() && entries < ENTRIES_AT_ONCE && bytes < BYTES_AT_ONCE) {
      Map.Entry<byte[], byte[]> entry = live.next();
      last = Bytes.wrap(entry.getKey());
      if (!before.containsKey(last)) {
        piece.put(last, Bytes.wrap(entry.getValue()));
      }
      bytes += entry.getKey().length + entry.getValue().length;
      entries++;
    }
    done = !live.hasNext();
    addBefore(piece, done ? rest(before) : before.subMap(cursor, inclusive, last, true));
    cursor = last;
    inclusive = false;
    return piece;
  }

  private NavigableMap<Bytes, Optional<Bytes>> rest(NavigableMap<Bytes, Optional<Bytes>> before) {
    return to == null
        ? before.tailMap(cursor, inclusive)
        : before.subMap(cursor, inclusive, to, false);
  }

  private static void addBefore(
      NavigableMap<Bytes, Bytes> piece, NavigableMap<Bytes, Optional<Bytes>> before) {
    before.forEach((key, value) -> value.ifPresent(bytes -> piece.put(key, bytes)));
  }
}
