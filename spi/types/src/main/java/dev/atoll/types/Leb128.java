package dev.atoll.types;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/// Little Endian Base 128: how the state tree and request ids write numbers.
///
/// Encoding gives the shortest form. Decoding reads a number that takes up all of the input and
/// tolerates longer forms.
///
/// Source: Internet Computer interface specification, "Representation-independent hashing of
/// structured data" and "Encoding of certificates".
public final class Leb128 {

  /// The most bytes that are read as one number. Nothing in the interface is wider than 128 bits
  /// (19 bytes); Candid numbers have their own reader.
  public static final int SIZE_BYTES_MAX = 128;

  private Leb128() {}

  /// Encodes 64 bits read as unsigned.
  public static Bytes encodeUnsigned(long bits) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(10);
    long rest = bits;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return Bytes.wrap(out.toByteArray());
  }

  /// @throws IllegalArgumentException if `value` is negative
  public static Bytes encodeUnsigned(BigInteger value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("nat is negative: " + value);
    }
    if (value.bitLength() <= Long.SIZE) {
      return encodeUnsigned(value.longValue());
    }
    return groups(value, (value.bitLength() + 6) / 7);
  }

  public static Bytes encodeSigned(long value) {
    return encodeSigned(BigInteger.valueOf(value));
  }

  public static Bytes encodeSigned(BigInteger value) {
    return groups(value, value.bitLength() / 7 + 1);
  }

  /// @throws IllegalArgumentException if `bytes` are not one unsigned number
  public static BigInteger decodeUnsigned(Bytes bytes) {
    return magnitude(bytes);
  }

  /// The number as 64 unsigned bits.
  ///
  /// @throws IllegalArgumentException if `bytes` are not one unsigned number below 2^64
  public static long decodeUnsigned64(Bytes bytes) {
    BigInteger value = magnitude(bytes);
    if (value.bitLength() > Long.SIZE) {
      throw new IllegalArgumentException(
          "nat has %d bits, at most 64 allowed".formatted(value.bitLength()));
    }
    return value.longValue();
  }

  /// @throws IllegalArgumentException if `bytes` are not one signed number
  public static BigInteger decodeSigned(Bytes bytes) {
    BigInteger value = magnitude(bytes);
    boolean negative = (bytes.get(bytes.size() - 1) & 0x40) != 0;
    return negative ? value.subtract(BigInteger.ONE.shiftLeft(7 * bytes.size())) : value;
  }

  private static Bytes groups(BigInteger value, int count) {
    byte[] out = new byte[count];
    BigInteger rest = value;
    for (int i = 0; i < count; i++) {
      out[i] = (byte) ((rest.intValue() & 0x7f) | (i == count - 1 ? 0 : 0x80));
      rest = rest.shiftRight(7);
    }
    return Bytes.wrap(out);
  }

  private static BigInteger magnitude(Bytes bytes) {
    int size = bytes.size();
    if (size == 0 || size > SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "LEB128 number is %d bytes, 1 to %d allowed".formatted(size, SIZE_BYTES_MAX));
    }
    BigInteger value = BigInteger.ZERO;
    for (int i = size - 1; i >= 0; i--) {
      int group = bytes.get(i) & 0xff;
      if ((group & 0x80) != 0 != i < size - 1) {
        throw new IllegalArgumentException(
            "LEB128 number %s does not end with its input".formatted(bytes));
      }
      value = value.shiftLeft(7).or(BigInteger.valueOf(group & 0x7f));
    }
    return value;
  }
}
