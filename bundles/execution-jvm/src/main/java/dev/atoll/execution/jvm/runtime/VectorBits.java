package dev.atoll.execution.jvm.runtime;

/// Operations on vectors as 128 bits, and the tests that look at one bit of each lane.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorBits {

  private static final long GATHER_I8 = 0x0102_0408_1020_4080L;
  private static final long GATHER_I16 = 0x0001_0002_0004_0008L;

  private VectorBits() {}

  public static V128 not(V128 a) {
    return new V128(~a.low(), ~a.high());
  }

  public static V128 and(V128 a, V128 b) {
    return new V128(a.low() & b.low(), a.high() & b.high());
  }

  public static V128 andNot(V128 a, V128 b) {
    return new V128(a.low() & ~b.low(), a.high() & ~b.high());
  }

  public static V128 or(V128 a, V128 b) {
    return new V128(a.low() | b.low(), a.high() | b.high());
  }

  public static V128 xor(V128 a, V128 b) {
    return new V128(a.low() ^ b.low(), a.high() ^ b.high());
  }

  /// The bits of `a` where `mask` has ones, else those of `b`.
  public static V128 bitselect(V128 a, V128 b, V128 mask) {
    return new V128(
        Lanes.select(mask.low(), a.low(), b.low()), Lanes.select(mask.high(), a.high(), b.high()));
  }

  /// 1 if any bit is set, else 0.
  public static int anyTrue(V128 a) {
    return (a.low() | a.high()) != 0 ? 1 : 0;
  }

  /// 1 if no lane is zero, else 0.
  public static int allTrue(V128 a, long signs) {
    return (Lanes.nonZero(a.low(), signs) & Lanes.nonZero(a.high(), signs)) == signs ? 1 : 0;
  }

  /// The signs of the lanes, the first one in the lowest bit.
  public static int bitmask(V128 a, long signs) {
    return signs(a.low(), signs) | (signs(a.high(), signs) << Long.bitCount(signs));
  }

  private static int signs(long a, long signs) {
    long bits = (a & signs) >>> Long.numberOfTrailingZeros(signs);
    // The product puts the bit of lane i at bit i of its top byte or top two bytes.
    if (signs == Lanes.I8) {
      return (int) ((bits * GATHER_I8) >>> 56);
    }
    if (signs == Lanes.I16) {
      return (int) ((bits * GATHER_I16) >>> 48);
    }
    return (int) (signs == Lanes.I32 ? (bits & 1) | (bits >>> 31) : bits);
  }
}
