package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import supranational.blst.Scalar;

/// Scalars of BLS12-381, kept in blst, whose arithmetic takes the same time for every value.
final class SecretScalar {

  static final int SIZE_BYTES = 32;

  private SecretScalar() {}

  /// Reads 32 big-endian bytes.
  ///
  /// @throws IllegalArgumentException if there are not 32, or the scalar is zero or not reduced
  static Scalar parse(Bytes encoded) {
    if (encoded.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "secret share is %d bytes, expected %d".formatted(encoded.size(), SIZE_BYTES));
    }
    byte[] bytes = encoded.unsafeArray();
    Scalar scalar = new Scalar().from_bendian(bytes);
    byte[] reduced = scalar.to_bendian();
    if (!Arrays.equals(reduced, bytes) || Arrays.equals(reduced, new byte[SIZE_BYTES])) {
      throw new IllegalArgumentException("secret share is zero or not below the group order");
    }
    return scalar;
  }

  /// Hashes `parts` to a scalar without bias.
  ///
  /// Source: RFC 9380 section 5.2, hash_to_field with expand_message_xmd on SHA-256 and L = 48.
  static Scalar hash(String domain, Bytes seed, int... parts) {
    ByteBuffer message = ByteBuffer.allocate(seed.size() + Integer.BYTES * parts.length);
    message.put(seed.unsafeArray());
    for (int part : parts) {
      message.putInt(part);
    }
    return new Scalar(message.array(), domain);
  }

  /// A small public number as a scalar.
  static Scalar of(int value) {
    return new Scalar(java.math.BigInteger.valueOf(value));
  }
}
