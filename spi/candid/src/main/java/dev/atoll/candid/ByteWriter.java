package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.util.Arrays;

/// A growing message.
final class ByteWriter {

  private static final int INITIAL_CAPACITY = 256;

  private byte[] data = new byte[INITIAL_CAPACITY];

  private int size;

  void writeByte(int value) {
    reserve(1);
    data[size++] = (byte) value;
  }

  void write(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, data, size, bytes.length);
    size += bytes.length;
  }

  /// Little endian.
  void writeFixed(long value, int sizeBytes) {
    reserve(sizeBytes);
    for (int i = 0; i < sizeBytes; i++) {
      data[size++] = (byte) (value >>> (8 * i));
    }
  }

  void writeLeb(long unsigned) {
    long rest = unsigned;
    while ((rest & ~0x7fL) != 0) {
      writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    writeByte((int) rest);
  }

  void writeSleb(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    writeByte((int) (rest & 0x7f));
  }

  void writeNat(BigInteger value) {
    if (value.bitLength() < 64) {
      writeLeb(value.longValue());
    } else {
      writeGroups(value.toByteArray(), (value.bitLength() + 6) / 7);
    }
  }

  void writeInt(BigInteger value) {
    if (value.bitLength() < 64) {
      writeSleb(value.longValue());
    } else {
      writeGroups(value.toByteArray(), value.bitLength() / 7 + 1);
    }
  }

  Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(data, size));
  }

  /// @param bigEndian two's complement; its sign goes on beyond its first byte
  private void writeGroups(byte[] bigEndian, int groups) {
    int sign = bigEndian[0] < 0 ? 0xff : 0;
    for (int i = 0; i < groups; i++) {
      long bit = i * 7L;
      int at = bigEndian.length - 1 - (int) (bit / 8);
      int low = at >= 0 ? bigEndian[at] & 0xff : sign;
      int high = at >= 1 ? bigEndian[at - 1] & 0xff : sign;
      int group = ((high << 8 | low) >> (int) (bit % 8)) & 0x7f;
      writeByte(i + 1 < groups ? group | 0x80 : group);
    }
  }

  private void reserve(int count) {
    if (data.length - size < count) {
      data = Arrays.copyOf(data, Math.max(data.length * 2, Math.addExact(size, count)));
    }
  }
}
