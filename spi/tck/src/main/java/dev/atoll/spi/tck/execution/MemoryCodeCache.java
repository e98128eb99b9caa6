package dev.atoll.spi.tck.execution;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.types.Bytes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A code cache in memory that tells what was asked of it.
///
/// Safe for use from any thread.
public final class MemoryCodeCache implements CodeCache {

  private final Map<String, Bytes> entries = new ConcurrentHashMap<>();
  private final AtomicInteger hits = new AtomicInteger();

  @Override
  public @Nullable Bytes get(String key) {
    checkKey(key);
    Bytes found = entries.get(key);
    if (found != null) {
      hits.incrementAndGet();
    }
    return found;
  }

  @Override
  public void put(String key, Bytes code) {
    checkKey(key);
    entries.put(key, code);
  }

  private static void checkKey(String key) {
    if (!key.matches("[A-Za-z0-9._-]{1," + KEY_CHARS_MAX + "}")) {
      throw new IllegalArgumentException("key of cached code is malformed: " + key);
    }
  }

  /// How many entries there are.
  public int size() {
    return entries.size();
  }

  /// How many times an entry was found.
  public int hits() {
    return hits.get();
  }

  /// Replaces the code of every entry.
  public void overwrite(Bytes code) {
    entries.replaceAll((key, old) -> code);
  }
}
