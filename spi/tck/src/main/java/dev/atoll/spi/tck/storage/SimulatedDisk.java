package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a simulated storage has written. Guarded by the monitor of the storage that is open on it.
final class SimulatedDisk {

  /// By the bytes of the table's name, in which order an export goes.
  final NavigableMap<Bytes, NavigableMap<Bytes, Bytes>> tables = new TreeMap<>();

  final NavigableMap<Height, Bytes> blocks = new TreeMap<>();

  private @Nullable Height synced;

  NavigableMap<Bytes, Bytes> table(String name) {
    return tables.computeIfAbsent(Bytes.ofUtf8(name), key -> new TreeMap<>());
  }

  void apply(WriteBatch.Write write) {
    NavigableMap<Bytes, Bytes> table = table(write.table());
    switch (write) {
      case WriteBatch.Put put -> table.put(put.key(), put.value());
      case WriteBatch.Delete delete -> table.remove(delete.key());
      case WriteBatch.DeleteRange range -> {
        if (range.from().compareTo(range.to()) < 0) {
          table.subMap(range.from(), true, range.to(), false).clear();
        }
      }
    }
  }

  void sync() {
    synced = blocks.isEmpty() ? null : blocks.lastKey();
  }

  void dropUnsynced() {
    if (synced == null) {
      blocks.clear();
    } else {
      blocks.tailMap(synced, false).clear();
    }
  }

  boolean isEmpty() {
    return blocks.isEmpty() && tables.values().stream().allMatch(NavigableMap::isEmpty);
  }

  /// Takes over what `other` holds.
  void become(SimulatedDisk other) {
    tables.clear();
    tables.putAll(other.tables);
    blocks.clear();
    blocks.putAll(other.blocks);
    sync();
  }
}
