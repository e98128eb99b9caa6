package dev.atoll.spi.storage;

import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// Tables of byte strings and the block log of one replica.
///
/// A table is a sorted map from keys to values, both byte strings; it exists as soon as it is
// named.
/// Keys are ordered as unsigned bytes. Callable from any thread; [#commit] calls take effect one
/// after the other. After [#close] every method throws [IllegalStateException].
@ConsumerType
public interface Storage extends AutoCloseable {

  int TABLE_NAME_CHARS_MAX = 64;

  int KEY_SIZE_BYTES_MAX = 512;

  /// Large enough for a Wasm module with its headroom.
  int VALUE_SIZE_BYTES_MAX = 128 * 1024 * 1024;

  /// The value of `key`, or null if there is none.
  @Nullable Bytes get(String table, Bytes key);

  /// Visits entries in ascending order of their keys.
  ///
  /// The visitor sees one consistent state of the table, that of the call or a later one.
  ///
  /// @param from the first key, inclusive
  /// @param to the end, exclusive; null for the end of the table
  void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor);

  /// Applies all of `batch` or nothing, durably: after the return it survives the death of the
  /// process and of the operating system.
  ///
  /// @throws StorageException if it could not be made durable; nothing of it is visible then
  void commit(WriteBatch batch);

  /// The log of finalized blocks; always the same object.
  BlockLog blocks();

  /// Writes everything, tables and blocks, in the portable form that [#importFrom] of any other
  /// provider reads: see [StorageStream].
  void exportTo(OutputStream out) throws IOException;

  /// Reads what [#exportTo] wrote into this storage, which must be empty.
  ///
  /// @throws StorageException if this storage is not empty or the stream is damaged; it stays empty
  void importFrom(InputStream in) throws IOException;

  @Override
  void close();

  /// Sees the entries of [#scan].
  @FunctionalInterface
  @ConsumerType
  interface EntryVisitor {

    /// @return whether to go on
    boolean visit(Bytes key, Bytes value);
  }
}
