package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notes which keys changed, not their values: who copies reads those again. Callable from any
/// thread.
///
/// A commit is noted after it took effect. So what a copy misses because it came later is noted
/// after the copy has [#take]n the notes before it, and comes with the next one.
final class Changes {

  private Map<String, OfTable> tables = new HashMap<>();

  private long sizeBytes;

  private int keys;

  private int ranges;

  /// @param to exclusive; null for the end of the table
  record Range(Bytes from, @Nullable Bytes to) {

    boolean contains(Bytes key) {
      return key.compareTo(from) >= 0 && (to == null || key.compareTo(to) < 0);
    }
  }

  /// What changed in one table. Not changed any more once taken.
  record OfTable(Set<Bytes> keys, List<Range> ranges) {}

  /// Notes that were taken.
  ///
  /// @param everything whether they stand for a whole storage, and so for nothing that was removed
  record Taken(Map<String, OfTable> tables, boolean everything) {}

  /// All of these tables.
  static Taken everything(Collection<String> tables) {
    Map<String, OfTable> all = new HashMap<>();
    for (String table : tables) {
      all.put(table, new OfTable(Set.of(), List.of(new Range(Bytes.EMPTY, null))));
    }
    return new Taken(all, true);
  }

  synchronized void note(WriteBatch batch) {
    for (WriteBatch.Write write : batch.writes()) {
      OfTable table =
          tables.computeIfAbsent(
              write.table(), name -> new OfTable(new HashSet<>(), new ArrayList<>()));
      switch (write) {
        case WriteBatch.Put put -> note(table, put.key(), put.value().size());
        case WriteBatch.Delete delete -> note(table, delete.key(), 0);
        case WriteBatch.DeleteRange range -> {
          if (range.from().compareTo(range.to()) < 0) {
            table.ranges().add(new Range(range.from(), range.to()));
            ranges++;
          }
        }
      }
    }
  }

  private void note(OfTable table, Bytes key, int size) {
    if (table.keys().add(key)) {
      keys++;
    }
    sizeBytes += size;
  }

  /// Whether so little was noted that copying it does not take noticeable time.
  synchronized boolean isLittle(int keysMax, int rangesMax, long sizeBytesMax) {
    return keys <= keysMax && ranges <= rangesMax && sizeBytes <= sizeBytesMax;
  }

  /// The notes so far; new ones are begun.
  synchronized Taken take() {
    Taken taken = new Taken(tables, false);
    tables = new HashMap<>();
    sizeBytes = 0;
    keys = 0;
    ranges = 0;
    return taken;
  }
}
