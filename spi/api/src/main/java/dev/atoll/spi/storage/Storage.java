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
/// named. Keys are ordered as unsigned bytes. Callable from any thread, an interrupted one
/// included: the interrupt stays set and nothing is harmed. [#commit] calls take effect one after
/// the other. After [#close] every method but [#close] throws [IllegalStateException], those of the
/// block log too.
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
  /// The visitor sees one consistent state of the table, that of the call or a later one. It may
  /// call this storage, [#commit] included; what it throws ends the scan and reaches the caller.
  ///
  /// @param from the first key, inclusive
  /// @param to the end, exclusive; null for the end of the table; nothing is visited if it is not
  ///     above `from`
  void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor);

  /// Applies all of `batch` or nothing, durably: after the return it survives the death of the
  /// process and of the operating system.
  ///
  /// @throws StorageException if it could not be made durable; nothing of it is visible then
  void commit(WriteBatch batch);

  /// The log of finalized blocks; always the same object.
  BlockLog blocks();

  /// Writes everything, tables and blocks, in the portable form that [#importFrom] of any other
  /// provider reads: see [StorageStream]. Equal contents give equal bytes. Leaves `out` open.
  void exportTo(OutputStream out) throws IOException;

  /// Reads what [#exportTo] wrote into this storage, which must be empty. Nothing else may use this
  /// storage until the return.
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
