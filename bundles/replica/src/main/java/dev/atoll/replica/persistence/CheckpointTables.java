package dev.atoll.replica.persistence;

import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;

/// The tables of a checkpoint and their keys.
///
/// `meta` (`checkpoint`: heights and counters), `canisters` (by id; see [CanisterRecord]), `blobs`
/// (modules and chunks by SHA-256), `pages` (a [PagePack] by number of the memory, 8 bytes, and
/// number of the pack, 8 bytes), `statuses` (by request id).
///
/// Both kinds of numbers only grow and are never used again, so what belongs to a checkpoint that
/// was not finished, or to a memory that is gone, is known by its key: it is never read, and the
/// next start removes it.
final class CheckpointTables {

  static final String META = "meta";

  static final String CANISTERS = "canisters";

  static final String BLOBS = "blobs";

  static final String PAGES = "pages";

  static final String STATUSES = "statuses";

  /// The one key of [#META].
  static final Bytes CHECKPOINT = Bytes.ofUtf8("checkpoint");

  private CheckpointTables() {}

  static Bytes pageKey(long memory, long pack) {
    return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES).putLong(memory).putLong(pack).array());
  }

  static long memoryOf(Bytes pageKey) {
    return ByteBuffer.wrap(pageKey.unsafeArray()).getLong(0);
  }

  static long packOf(Bytes pageKey) {
    return ByteBuffer.wrap(pageKey.unsafeArray()).getLong(Long.BYTES);
  }
}
