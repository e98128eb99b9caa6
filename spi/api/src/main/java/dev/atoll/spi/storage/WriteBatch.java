package dev.atoll.spi.storage;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Writes that take effect together, in the order in which they were added. Not thread-safe.
public final class WriteBatch {

  private final List<Write> writes = new ArrayList<>();

  /// Sets `key` to `value`.
  ///
  /// @throws IllegalArgumentException if the key or the value is larger than [Storage] allows
  public WriteBatch put(String table, Bytes key, Bytes value) {
    writes.add(new Put(checkTable(table), checkKey(key), checkValue(value)));
    return this;
  }

  /// Removes `key` if it is there.
  public WriteBatch delete(String table, Bytes key) {
    writes.add(new Delete(checkTable(table), checkKey(key)));
    return this;
  }

  /// Removes all keys from `from`, inclusive, to `to`, exclusive; none if `to` is not above `from`.
  public WriteBatch deleteRange(String table, Bytes from, Bytes to) {
    writes.add(new DeleteRange(checkTable(table), checkKey(from), checkKey(to)));
    return this;
  }

  public boolean isEmpty() {
    return writes.isEmpty();
  }

  /// The writes in their order, unmodifiable.
  public List<Write> writes() {
    return Collections.unmodifiableList(writes);
  }

  private static String checkTable(String table) {
    if (table.isEmpty() || table.length() > Storage.TABLE_NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "table name has %d characters, 1 to %d allowed"
              .formatted(table.length(), Storage.TABLE_NAME_CHARS_MAX));
    }
    return table;
  }

  private static Bytes checkKey(Bytes key) {
    if (key.size() > Storage.KEY_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "key is %d bytes, at most %d allowed".formatted(key.size(), Storage.KEY_SIZE_BYTES_MAX));
    }
    return key;
  }

  private static Bytes checkValue(Bytes value) {
    if (value.size() > Storage.VALUE_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "value is %d bytes, at most %d allowed"
              .formatted(value.size(), Storage.VALUE_SIZE_BYTES_MAX));
    }
    return value;
  }

  /// One write of a batch.
  public sealed interface Write {

    String table();
  }

  public record Put(String table, Bytes key, Bytes value) implements Write {}

  public record Delete(String table, Bytes key) implements Write {}

  public record DeleteRange(String table, Bytes from, Bytes to) implements Write {}
}
