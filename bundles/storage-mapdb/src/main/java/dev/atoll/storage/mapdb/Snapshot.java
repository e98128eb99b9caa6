package dev.atoll.storage.mapdb;

import dev.atoll.types.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What changed in the tables since a moment: the values that were there before.
///
/// Written under the storage's write lock, read by one scan under its read lock.
final class Snapshot {

  private final @Nullable String table;

  private final Map<String, NavigableMap<Bytes, Optional<Bytes>>> before = new HashMap<>();

  Snapshot(@Nullable String table) {
    this.table = table;
  }

  boolean covers(String name) {
    return table == null || table.equals(name);
  }

  boolean has(String name, Bytes key) {
    return before(name).containsKey(key);
  }

  void putAside(String name, Bytes key, @Nullable Bytes value) {
    before(name).put(key, Optional.ofNullable(value));
  }

  /// The values before; empty where there was none.
  NavigableMap<Bytes, Optional<Bytes>> before(String name) {
    return before.computeIfAbsent(name, key -> new TreeMap<>());
  }
}
