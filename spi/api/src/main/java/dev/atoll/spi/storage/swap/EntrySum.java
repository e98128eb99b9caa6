package dev.atoll.spi.storage.swap;

import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;

/// The sum of the hashes of entries, modulo 2^256, and their number: the same in whatever order and
/// pieces they are added.
///
/// It finds mistakes of a storage, not forgeries by one.
final class EntrySum {

  static final int SIZE_BYTES = 5 * Long.BYTES;

  private long a;
  private long b;
  private long c;
  private long d;
  private long count;

  /// Adds one entry.
  ///
  /// @param hash 32 bytes
  void add(byte[] hash) {
    ByteBuffer words = ByteBuffer.wrap(hash);
    add(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    count++;
  }

  void add(EntrySum other) {
    add(other.a, other.b, other.c, other.d);
    count += other.count;
  }

  private void add(long a2, long b2, long c2, long d2) {
    d += d2;
    long carry = Long.compareUnsigned(d, d2) < 0 ? 1 : 0;
    c += c2;
    long carryC = Long.compareUnsigned(c, c2) < 0 ? 1 : 0;
    c += carry;
    carry = carryC + (carry == 1 && c == 0 ? 1 : 0);
    b += b2;
    long carryB = Long.compareUnsigned(b, b2) < 0 ? 1 : 0;
    b += carry;
    carry = carryB + (carry == 1 && b == 0 ? 1 : 0);
    a += a2 + carry;
  }

  /// Takes away what was added before.
  void subtract(EntrySum other) {
    add(~other.a, ~other.b, ~other.c, ~other.d); // the complement of two is one more
    add(0, 0, 0, 1);
    count -= other.count;
  }

  Bytes encode() {
    return Bytes.wrap(
        ByteBuffer.allocate(SIZE_BYTES)
            .putLong(a)
            .putLong(b)
            .putLong(c)
            .putLong(d)
            .putLong(count)
            .array());
  }
}
