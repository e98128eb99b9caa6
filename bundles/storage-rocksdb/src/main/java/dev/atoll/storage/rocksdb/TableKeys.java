package dev.atoll.storage.rocksdb;

import dev.atoll.types.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keys of the column family of tables: the length of the name, one byte, the name, the key.
///
/// A name has 64 characters at most, so its UTF-8 has 192 bytes at most and no byte 0xff.
final class TableKeys {

  /// Of no table: there while an import runs.
  static final byte[] IMPORTING = {0};

  /// Not above the first key of any table.
  static final byte[] FIRST = {1};

  /// Above all keys of tables and blocks.
  static final byte[] LAST = {(byte) 0xff};

  private TableKeys() {}

  static byte[] of(String table, Bytes key) {
    byte[] name = table.getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(new byte[] {(byte) name.length}, 1 + name.length + key.size());
    System.arraycopy(name, 0, whole, 1, name.length);
    System.arraycopy(key.unsafeArray(), 0, whole, 1 + name.length, key.size());
    return whole;
  }

  /// How many bytes come before the key.
  static int headSize(String table) {
    return of(table, Bytes.EMPTY).length;
  }

  /// Above all keys of `table`, and not above those of the next one.
  static byte[] endOf(String table) {
    byte[] end = of(table, Bytes.EMPTY);
    end[end.length - 1]++;
    return end;
  }

  static String tableOf(byte[] key) {
    return new String(key, 1, key[0] & 0xff, StandardCharsets.UTF_8);
  }
}
