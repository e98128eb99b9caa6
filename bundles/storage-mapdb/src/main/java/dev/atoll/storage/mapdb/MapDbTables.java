package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;
import org.mapdb.Atomic;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/// The tables as MapDB trees, one for each, with values outside of the nodes: changing a page of 4
/// KiB must not write its neighbours again.
///
/// Not thread-safe: reads need the storage's read lock, everything else its write lock.
final class MapDbTables {

  /// MapDB forbids some characters, so a tree is named by the hexadecimal UTF-8 of its table.
  private static final String PREFIX = "table.";

  private static final String REMOVED = "removed";

  private final DB db;

  private final Map<String, BTreeMap<byte[], byte[]>> trees = new HashMap<>();

  private final Atomic.Long storedRemoved;

  private long removed;

  MapDbTables(PageStore pages) {
    db =
        DBMaker.volumeDB(new PagedVolume(pages), pages.length() > 0)
            .concurrencyDisable() // the storage has a lock of its own
            .make();
    for (String name : db.getAllNames()) {
      if (name.startsWith(PREFIX)) {
        trees.put(Bytes.ofHex(name.substring(PREFIX.length())).toUtf8(), tree(name));
      }
    }
    storedRemoved = db.atomicLong(REMOVED).createOrOpen();
    removed = storedRemoved.get();
  }

  private BTreeMap<byte[], byte[]> tree(String name) {
    return db.treeMap(name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
        .valuesOutsideNodesEnable()
        .createOrOpen();
  }

  /// The names of the tables in the order of their UTF-8 bytes.
  NavigableSet<Bytes> names() {
    NavigableSet<Bytes> names = new TreeSet<>();
    trees.keySet().forEach(name -> names.add(Bytes.ofUtf8(name)));
    return names;
  }

  boolean isEmpty() {
    return trees.values().stream().allMatch(tree -> !tree.keyIterator().hasNext());
  }

  @Nullable Bytes get(String table, Bytes key) {
    BTreeMap<byte[], byte[]> tree = trees.get(table);
    byte @Nullable [] value = tree == null ? null : tree.get(key.unsafeArray());
    return value == null ? null : Bytes.wrap(value);
  }

  /// The entries from `from` on, in ascending order; null as `to` means the end of the table.
  Iterator<Map.Entry<byte[], byte[]>> entries(
      String table, Bytes from, boolean inclusive, @Nullable Bytes to) {
    BTreeMap<byte[], byte[]> tree = trees.get(table);
    if (tree == null || (to != null && from.compareTo(to) >= 0)) {
      return List.<Map.Entry<byte[], byte[]>>of().iterator();
    }
    byte[] first = from.unsafeArray();
    ConcurrentNavigableMap<byte[], byte[]> part =
        to == null
            ? tree.tailMap(first, inclusive)
            : tree.subMap(first, inclusive, to.unsafeArray(), false);
    return part.entrySet().iterator();
  }

  /// The keys from `from` to before `to`.
  List<Bytes> keys(String table, Bytes from, Bytes to) {
    List<Bytes> keys = new ArrayList<>();
    BTreeMap<byte[], byte[]> tree = trees.get(table);
    if (tree != null && from.compareTo(to) < 0) {
      tree.subMap(from.unsafeArray(), true, to.unsafeArray(), false)
          .keySet()
          .forEach(key -> keys.add(Bytes.wrap(key)));
    }
    return keys;
  }

  void apply(WriteBatch.Write write) {
    switch (write) {
      case WriteBatch.Put put -> {
        BTreeMap<byte[], byte[]> tree =
            trees.computeIfAbsent(put.table(), table -> tree(PREFIX + Bytes.ofUtf8(table).toHex()));
        tree.put(put.key().unsafeArray(), put.value().unsafeArray());
      }
      case WriteBatch.Delete delete -> remove(delete.table(), delete.key());
      case WriteBatch.DeleteRange range ->
          keys(range.table(), range.from(), range.to()).forEach(key -> remove(range.table(), key));
    }
  }

  private void remove(String table, Bytes key) {
    BTreeMap<byte[], byte[]> tree = trees.get(table);
    if (tree != null && tree.remove(key.unsafeArray()) != null) {
      removed++;
    }
  }

  /// How many entries were removed since the file was begun; see [Compaction].
  long removed() {
    return removed;
  }

  /// Has MapDB write what it keeps in memory into the pages.
  void flush() {
    if (storedRemoved.get() != removed) {
      storedRemoved.set(removed);
    }
    db.commit();
  }
}
