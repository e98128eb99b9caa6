package dev.atoll.spi.canister;

import dev.atoll.types.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/// The stable memory of a canister: bytes that survive upgrades and restarts.
///
/// A read or write beyond the end traps. Used by the thread of the execution alone.
@ProviderType
public interface StableMemory {

  int PAGE_SIZE_BYTES = 65_536;

  /// In pages of [#PAGE_SIZE_BYTES].
  long sizePages();

  /// Appends pages of zeros; traps if the canister cannot pay for them.
  ///
  /// @return the size before, or -1 if there is no room for that many
  long grow(long pages);

  /// A copy of `size` bytes from `offset` on.
  Bytes read(long offset, int size);

  void write(long offset, Bytes bytes);

  /// Reads 8 bytes, little endian.
  default long readLong(long offset) {
    byte[] bytes = read(offset, Long.BYTES).unsafeArray();
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  /// Writes 8 bytes, little endian.
  default void writeLong(long offset, long value) {
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    write(offset, Bytes.wrap(bytes));
  }
}
