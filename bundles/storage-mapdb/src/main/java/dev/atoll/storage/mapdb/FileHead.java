package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// The beginning of a journal or segment: 8 bytes that name the format, 8 bytes of salt.
///
/// The salt goes into the checksums of the file, so that nobody can smuggle in what looks like a
/// record: pages and blocks hold what users of the node sent.
final class FileHead {

  static final int SIZE_BYTES = 16;

  static final String JOURNAL = "ATOLLRJ1";

  static final String BLOCKS = "ATOLLBL1";

  private FileHead() {}

  /// Begins an empty file.
  ///
  /// @return the salt
  static long write(DiskFile file, String format) {
    long salt = new SecureRandom().nextLong();
    byte[] head =
        ByteBuffer.allocate(SIZE_BYTES)
            .put(format.getBytes(StandardCharsets.US_ASCII))
            .putLong(salt)
            .array();
    file.truncate(0);
    file.write(0, head, 0, head.length);
    return salt;
  }

  /// @return the salt
  /// @throws StorageException if the file is of another format
  static long read(DiskFile file, String format) {
    byte[] head = file.read(0, SIZE_BYTES);
    if (!Bytes.copyOf(head, 0, Long.BYTES).equals(Bytes.ofUtf8(format))) {
      throw new StorageException("%s does not begin with %s".formatted(file.path(), format));
    }
    return ByteBuffer.wrap(head).getLong(Long.BYTES);
  }
}
