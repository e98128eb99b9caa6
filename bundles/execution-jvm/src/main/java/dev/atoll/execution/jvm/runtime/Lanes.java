package dev.atoll.execution.jvm.runtime;

/// Arithmetic on all integer lanes of 8 bytes at once.
///
/// A shape is told by the sign bits of its lanes, [#I8] to [#I64]. Carries are kept from crossing
/// into the next lane by leaving the sign bits out of the sum and adding them without carry.
public final class Lanes {

  /// Sign bits of eight lanes of one byte.
  public static final long I8 = 0x8080_8080_8080_8080L;

  /// Sign bits of four lanes of two bytes.
  public static final long I16 = 0x8000_8000_8000_8000L;

  /// Sign bits of two lanes of four bytes.
  public static final long I32 = 0x8000_0000_8000_0000L;

  /// Sign bit of one lane of eight bytes.
  public static final long I64 = Long.MIN_VALUE;

  private Lanes() {}

  /// Bits of a lane.
  static int width(long signs) {
    return Long.numberOfTrailingZeros(signs) + 1;
  }

  /// 1 in every lane.
  static long ones(long signs) {
    return signs >>> Long.numberOfTrailingZeros(signs);
  }

  /// The low `bits` bits of a long, 1 to 64.
  static long lowBits(int bits) {
    return -1L >>> (64 - bits);
  }

  /// All bits of the lanes whose sign bit is in `chosen`, which has no other bits.
  static long fill(long chosen, long signs) {
    return (chosen << 1) - (chosen >>> Long.numberOfTrailingZeros(signs));
  }

  /// The bits of `a` where `mask` has ones, else those of `b`.
  static long select(long mask, long a, long b) {
    return b ^ ((a ^ b) & mask);
  }

  static long add(long a, long b, long signs) {
    return ((a & ~signs) + (b & ~signs)) ^ ((a ^ b) & signs);
  }

  static long sub(long a, long b, long signs) {
    return ((a | signs) - (b & ~signs)) ^ ((a ^ ~b) & signs);
  }

  /// The sign bits of the lanes of `a` that are not zero.
  static long nonZero(long a, long signs) {
    return (((a & ~signs) + ~signs) | a) & signs;
  }

  /// The sign bits of the lanes in which `a` is below `b`, both signed.
  static long belowSigned(long a, long b, long signs) {
    return ((a & ~b) | (~(a ^ b) & sub(a, b, signs))) & signs;
  }

  /// The sign bits of the lanes in which `a` is below `b`, both unsigned.
  static long belowUnsigned(long a, long b, long signs) {
    return ((~a & b) | (~(a ^ b) & sub(a, b, signs))) & signs;
  }

  /// The lower one in each lane, signed.
  static long minSigned(long a, long b, long signs) {
    return select(fill(belowSigned(a, b, signs), signs), a, b);
  }

  /// The greater one in each lane, signed.
  static long maxSigned(long a, long b, long signs) {
    return select(fill(belowSigned(a, b, signs), signs), b, a);
  }

  /// The lower one in each lane, unsigned.
  static long minUnsigned(long a, long b, long signs) {
    return select(fill(belowUnsigned(a, b, signs), signs), a, b);
  }

  /// The greater one in each lane, unsigned.
  static long maxUnsigned(long a, long b, long signs) {
    return select(fill(belowUnsigned(a, b, signs), signs), b, a);
  }

  /// The low half of each product; not for lanes of one byte.
  static long mul(long a, long b, long signs) {
    if (signs == I64) {
      return a * b;
    }
    if (signs == I32) {
      return ((a * b) & 0xffff_ffffL) | (((a >>> 32) * (b >>> 32)) << 32);
    }
    return ((a * b) & 0xffffL)
        | ((((a >>> 16) * (b >>> 16)) & 0xffffL) << 16)
        | ((((a >>> 32) * (b >>> 32)) & 0xffffL) << 32)
        | (((a >>> 48) * (b >>> 48)) << 48);
  }

  /// The lanes of 4 bytes, each in a lane of twice the size, whose upper half is zero.
  ///
  /// @param signs of the larger lanes
  static long widenUnsigned(int lanes, long signs) {
    long wide = lanes & 0xffff_ffffL;
    if (signs == I64) {
      return wide;
    }
    wide = (wide | (wide << 16)) & 0x0000_ffff_0000_ffffL;
    return signs == I32 ? wide : (wide | (wide << 8)) & 0x00ff_00ff_00ff_00ffL;
  }

  /// The lanes of 4 bytes, each in a lane of twice the size, with their sign extended.
  ///
  /// @param signs of the larger lanes
  static long widenSigned(int lanes, long signs) {
    return extendHalf(widenUnsigned(lanes, signs), signs);
  }

  /// Extends the sign of the lower half of each lane, whose upper half is zero.
  static long extendHalf(long a, long signs) {
    long sign = signs >>> (width(signs) >>> 1);
    return sub(a ^ sign, sign, signs);
  }

  /// The lower halves of all lanes, in 4 bytes.
  static int narrow(long a, long signs) {
    long halves = a & lowHalves(signs);
    if (signs == I16) {
      halves = (halves | (halves >>> 8)) & 0x0000_ffff_0000_ffffL;
    }
    return (int) (halves | (halves >>> 16));
  }

  /// All bits of the lower half of each lane.
  static long lowHalves(long signs) {
    return ones(signs) * lowBits(width(signs) >>> 1);
  }
}
