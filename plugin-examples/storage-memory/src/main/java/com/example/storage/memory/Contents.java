package com.example.storage.memory;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.util.Comparator;
import java.util.TreeMap;

/// What a storage holds. Guarded by its own monitor.
final class Contents {

  /// In the order of the export stream: names as UTF-8.
  final TreeMap<String, TreeMap<Bytes, Bytes>> tables =
      new TreeMap<>(Comparator.comparing(Bytes::ofUtf8));

  final TreeMap<Height, Bytes> blocks = new TreeMap<>();

  boolean isEmpty() {
    return blocks.isEmpty() && tables.values().stream().allMatch(TreeMap::isEmpty);
  }

  TreeMap<Bytes, Bytes> table(String name) {
    return tables.computeIfAbsent(name, absent -> new TreeMap<>());
  }

  void apply(WriteBatch.Write write) {
    TreeMap<Bytes, Bytes> table = table(write.table());
    switch (write) {
      case WriteBatch.Put put -> table.put(put.key(), put.value());
      case WriteBatch.Delete delete -> table.remove(delete.key());
      case WriteBatch.DeleteRange range -> {
        if (range.from().compareTo(range.to()) < 0) {
          table.subMap(range.from(), range.to()).clear();
        }
      }
    }
  }

  void replaceBy(Contents other) {
    tables.putAll(other.tables);
    blocks.putAll(other.blocks);
  }
}
