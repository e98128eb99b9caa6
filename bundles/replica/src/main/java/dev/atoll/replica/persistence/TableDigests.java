package dev.atoll.replica.persistence;

import dev.atoll.spi.storage.Storage;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a checkpoint came to, in a few bytes: equal states at one height give equal digests,
/// however often checkpoints were written before.
public final class TableDigests {

  private TableDigests() {}

  /// The SHA-256 of the entries of each table of [Checkpoints], with their lengths.
  public static SortedMap<String, Bytes> of(Storage storage) {
    TreeMap<String, Bytes> digests = new TreeMap<>();
    for (String table : Checkpoints.TABLES) {
      MessageDigest digest = Hashes.newSha256();
      storage.scan(
          table,
          Bytes.EMPTY,
          null,
          (key, value) -> {
            update(digest, key);
            update(digest, value);
            return true;
          });
      digests.put(table, Bytes.wrap(digest.digest()));
    }
    return digests;
  }

  private static void update(MessageDigest digest, Bytes bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.size()).array());
    digest.update(bytes.unsafeArray());
  }
}
