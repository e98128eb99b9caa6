package dev.atoll.replica.systemapi;

import dev.atoll.types.Cycles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Cycles as the System API shows them.
final class Cycles128 {

  static final int SIZE_BYTES = 16;

  private Cycles128() {}

  /// 16 bytes, little endian.
  static byte[] toBytes(Cycles cycles) {
    return ByteBuffer.allocate(SIZE_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(cycles.low64())
        .putLong(cycles.high64())
        .array();
  }

  /// The amount, if 64 bits hold it.
  static long toLong(Cycles cycles) {
    if (cycles.high64() != 0) {
      throw Faults.trapped("cycles amount exceeds 64-bit representation");
    }
    return cycles.low64();
  }
}
