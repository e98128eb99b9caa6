package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.math.BigInteger;

/// Reads a message from its start to its end.
final class ByteReader {

  private static final int LONG_GROUPS_MAX = 9;

  private final byte[] data;

  private int position;

  ByteReader(Bytes data) {
    this.data = data.unsafeArray();
  }

  int position() {
    return position;
  }

  void seek(int newPosition) {
    position = newPosition;
  }

  int remaining() {
    return data.length - position;
  }

  int readByte() {
    if (position == data.length) {
      throw new CandidException("message ends after %d bytes, expected more".formatted(position));
    }
    return data[position++] & 0xff;
  }

  void skip(long count) {
    if (count > remaining()) {
      throw new CandidException(
          "message has %d bytes left at byte %d, expected %d"
              .formatted(remaining(), position, count));
    }
    position += (int) count;
  }

  Bytes readBytes(int count) {
    int start = position;
    skip(count);
    return Bytes.copyOf(data, start, count);
  }

  String readText(int size) {
    int start = position;
    skip(size);
    String text = Utf8.decode(data, start, size);
    if (text == null) {
      throw new CandidException("text at byte %d is not UTF-8".formatted(start));
    }
    return text;
  }

  boolean readBool() {
    int value = readByte();
    if (value > 1) {
      throw new CandidException("byte %d is %d, expected 0 or 1".formatted(position - 1, value));
    }
    return value == 1;
  }

  /// Little endian, `size` from 1 to 8 bytes, as unsigned.
  long readFixed(int size) {
    int start = position;
    skip(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | (data[start + i] & 0xff);
    }
    return value;
  }

  /// LEB128 of 64 bits, unsigned.
  long readLeb64() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = readByte();
      if (shift == 63 && b > 1) {
        throw new CandidException("number at byte %d exceeds 64 bits".formatted(position - 1));
      }
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
  }

  /// Signed LEB128 of 64 bits.
  long readSleb64() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = readByte();
      if (shift == 63 && b != 0 && b != 0x7f) {
        throw new CandidException("number at byte %d exceeds 64 bits".formatted(position - 1));
      }
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return shift < 57 && (b & 0x40) != 0 ? value | (-1L << (shift + 7)) : value;
      }
    }
  }

  /// A count or size that a Java array can have.
  int readLength() {
    int start = position;
    long length = readLeb64();
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new CandidException(
          "length at byte %d is %s, at most %d allowed"
              .formatted(start, Long.toUnsignedString(length), Integer.MAX_VALUE));
    }
    return (int) length;
  }

  /// A count of things that take at least `sizeMin` bytes each, so that it cannot lie by much.
  int readCount(int sizeMin, String what) {
    int count = readLength();
    if ((long) count * sizeMin > remaining()) {
      throw new CandidException(
          "message declares %d %s in its last %d bytes".formatted(count, what, remaining()));
    }
    return count;
  }

  /// LEB128 of any length; overlong forms are allowed.
  BigInteger readNat() {
    int groups = countGroups();
    if (groups <= LONG_GROUPS_MAX) {
      return BigInteger.valueOf(readLeb64());
    }
    return new BigInteger(1, readGroups(groups, false));
  }

  /// Signed LEB128 of any length; overlong forms are allowed.
  BigInteger readInt() {
    int groups = countGroups();
    if (groups <= LONG_GROUPS_MAX) {
      return BigInteger.valueOf(readSleb64());
    }
    return new BigInteger(readGroups(groups, (data[position + groups - 1] & 0x40) != 0));
  }

  void skipLeb() {
    position += countGroups();
  }

  private int countGroups() {
    int end = position;
    while (end < data.length && data[end] < 0) {
      end++;
    }
    if (end == data.length) {
      throw new CandidException("number at byte %d does not end".formatted(position));
    }
    return end + 1 - position;
  }

  /// Packs groups of seven bits into big-endian bytes with room for a sign.
  private byte[] readGroups(int groups, boolean negative) {
    byte[] packed = new byte[(int) ((groups * 7L) / 8) + 2];
    int last = packed.length - 1;
    for (int i = 0; i < groups; i++) {
      int group = data[position++] & 0x7f;
      long bit = i * 7L;
      int at = last - (int) (bit / 8);
      int shifted = group << (int) (bit % 8);
      packed[at] |= (byte) shifted;
      packed[at - 1] |= (byte) (shifted >> 8);
    }
    if (negative) {
      for (long bit = groups * 7L; bit < packed.length * 8L; bit++) {
        packed[last - (int) (bit / 8)] |= (byte) (1 << (int) (bit % 8));
      }
    }
    return packed;
  }
}
