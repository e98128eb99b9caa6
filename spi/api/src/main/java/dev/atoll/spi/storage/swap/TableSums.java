package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sums of the entries of one storage, kept for stretches of keys so that little has to be read
/// again when little changed; and the values of what changed, on the way.
///
/// For one thread. The storage may be written meanwhile: see [Changes].
final class TableSums {

  /// How much of keys and values a stretch holds: one changed key costs reading so much.
  static final int STRETCH_SIZE_BYTES = 1 << 14;

  /// How much is read in one scan.
  private static final int PIECE_SIZE_BYTES = 1 << 20;

  private static final int PIECE_ENTRIES_MAX = 8192;

  private final Source source;

  private final MessageDigest digest = Hashes.newSha256();

  /// By table and by the first key that a stretch may have, the first one being empty.
  private final Map<String, NavigableMap<Bytes, EntrySum>> stretches = new TreeMap<>();

  private final EntrySum total = new EntrySum();

  private record Entry(Bytes key, Bytes value) {}

  /// Where the entries are read: [Storage#scan].
  interface Source {

    void scan(String table, Bytes from, @Nullable Bytes to, Storage.EntryVisitor visitor);
  }

  TableSums(Source source) {
    this.source = source;
  }

  /// Reads again where something changed.
  ///
  /// @param out gets writes that make a copy equal in what changed
  void update(Changes.Taken changes, Consumer<WriteBatch> out) {
    Gathered gathered = new Gathered(out);
    changes.tables().forEach((table, changed) -> new Pass(table, changed, gathered).run(changes));
    gathered.give();
  }

  /// The sum over all tables.
  EntrySum total() {
    return total;
  }

  /// One table's part of an update.
  private final class Pass {

    private final String table;

    private final Bytes tableHead;

    private final Changes.OfTable changed;

    private final Gathered out;

    private final NavigableMap<Bytes, EntrySum> sums;

    private final Set<Bytes> unseen;

    private EntrySum sum = new EntrySum();

    private int sumSize;

    Pass(String table, Changes.OfTable changed, Gathered out) {
      this.table = table;
      this.changed = changed;
      this.out = out;
      this.unseen = new HashSet<>(changed.keys());
      this.sums = stretches.computeIfAbsent(table, name -> new TreeMap<>());
      sums.computeIfAbsent(Bytes.EMPTY, key -> new EntrySum());
      Bytes name = Bytes.ofUtf8(table);
      tableHead = Bytes.concat(Bytes.wrap(new byte[] {(byte) name.size()}), name);
    }

    void run(Changes.Taken changes) {
      if (!changes.everything()) {
        for (Changes.Range range : changed.ranges()) {
          if (range.to() != null) {
            out.deleteRange(table, range.from(), range.to());
          }
        }
      }
      affected().forEach(this::readAgain);
      unseen.forEach(key -> out.delete(table, key));
    }

    /// The stretches in which something changed, by their first keys.
    private Map<Bytes, Changes.Range> affected() {
      TreeMap<Bytes, Changes.Range> runs = new TreeMap<>();
      for (Bytes key : changed.keys()) {
        affect(runs, start(key));
      }
      for (Changes.Range range : changed.ranges()) {
        NavigableMap<Bytes, EntrySum> tail = sums.tailMap(start(range.from()), true);
        (range.to() == null ? tail : tail.headMap(range.to(), false))
            .keySet()
            .forEach(start -> affect(runs, start));
      }
      return runs;
    }

    private Bytes start(Bytes key) {
      return Objects.requireNonNull(
          sums.floorKey(key), "the first stretch begins at the first key");
    }

    private void affect(Map<Bytes, Changes.Range> runs, Bytes start) {
      runs.putIfAbsent(start, new Changes.Range(start, sums.higherKey(start)));
    }

    private void readAgain(Bytes start, Changes.Range stretch) {
      sum = new EntrySum();
      sumSize = 0;
      @Nullable EntrySum before = sums.put(start, sum);
      if (before != null) {
        total.subtract(before);
      }
      @Nullable Bytes after = null;
      while (true) {
        List<Entry> piece = piece(after == null ? start : after, after, stretch.to());
        if (piece.isEmpty()) {
          total.add(sum);
          return;
        }
        for (Entry entry : piece) {
          add(entry);
          if (unseen.remove(entry.key()) || isInRange(entry.key())) {
            out.put(table, entry.key(), entry.value());
          }
        }
        after = piece.getLast().key();
      }
    }

    /// @param after a key that is not wanted
    private List<Entry> piece(Bytes from, @Nullable Bytes after, @Nullable Bytes to) {
      List<Entry> piece = new ArrayList<>();
      long[] size = new long[1];
      source.scan(
          table,
          from,
          to,
          (key, value) -> {
            if (after == null || !key.equals(after)) {
              piece.add(new Entry(key, value));
              size[0] += key.size() + value.size();
            }
            return size[0] < PIECE_SIZE_BYTES && piece.size() < PIECE_ENTRIES_MAX;
          });
      return piece;
    }

    private void add(Entry entry) {
      if (sumSize >= STRETCH_SIZE_BYTES) {
        total.add(sum);
        sum = new EntrySum();
        sumSize = 0;
        sums.put(entry.key(), sum);
      }
      digest.update(tableHead.unsafeArray());
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(entry.key().size()).flip());
      digest.update(entry.key().unsafeArray());
      digest.update(entry.value().unsafeArray());
      sum.add(digest.digest());
      sumSize += Math.min(entry.key().size() + entry.value().size(), STRETCH_SIZE_BYTES);
    }

    private boolean isInRange(Bytes key) {
      for (Changes.Range range : changed.ranges()) {
        if (range.contains(key)) {
          return true;
        }
      }
      return false;
    }
  }
}
