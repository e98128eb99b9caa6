package dev.atoll.crypto.blst;

import java.util.LinkedHashMap;
import java.util.function.Function;

/// Keeps the most recently used results of a pure function.
///
/// Guarded by its own monitor, which is not held while a missing value is computed: two threads may
/// compute the same value, and either result is right.
final class BoundedCache<K, V> {

  private final int entriesMax;

  private final LinkedHashMap<K, V> entries;

  BoundedCache(int entriesMax) {
    this.entriesMax = entriesMax;
    this.entries = new LinkedHashMap<>(16, 0.75f, true);
  }

  /// The value of `key`, from the cache or from `function`; an exception of it is not remembered.
  V get(K key, Function<K, V> function) {
    synchronized (entries) {
      V cached = entries.get(key);
      if (cached != null) {
        return cached;
      }
    }
    V computed = function.apply(key);
    synchronized (entries) {
      entries.put(key, computed);
      if (entries.size() > entriesMax) {
        entries.pollFirstEntry();
      }
    }
    return computed;
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
