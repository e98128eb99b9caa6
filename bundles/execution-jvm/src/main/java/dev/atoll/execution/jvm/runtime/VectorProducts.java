package dev.atoll.execution.jvm.runtime;

/// Products of integer lanes that keep more than their low bits.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorProducts {

  private VectorProducts() {}

  /// Whole products of the first half of the lanes.
  ///
  /// @param signs of the result
  public static V128 mulLowSigned(V128 a, V128 b, long signs) {
    return mulSigned(a.low(), b.low(), signs);
  }

  /// Whole products of the last half of the lanes.
  ///
  /// @param signs of the result
  public static V128 mulHighSigned(V128 a, V128 b, long signs) {
    return mulSigned(a.high(), b.high(), signs);
  }

  private static V128 mulSigned(long a, long b, long signs) {
    return VectorArithmetic.mul(
        VectorWidths.extendSigned(a, signs), VectorWidths.extendSigned(b, signs), signs);
  }

  /// Whole products of the first half of the lanes.
  ///
  /// @param signs of the result
  public static V128 mulLowUnsigned(V128 a, V128 b, long signs) {
    return mulUnsigned(a.low(), b.low(), signs);
  }

  /// Whole products of the last half of the lanes.
  ///
  /// @param signs of the result
  public static V128 mulHighUnsigned(V128 a, V128 b, long signs) {
    return mulUnsigned(a.high(), b.high(), signs);
  }

  private static V128 mulUnsigned(long a, long b, long signs) {
    return VectorArithmetic.mul(
        VectorWidths.extendUnsigned(a, signs), VectorWidths.extendUnsigned(b, signs), signs);
  }

  /// Sums of the products of neighbours: signed lanes of two bytes give lanes of four.
  public static V128 dot(V128 a, V128 b) {
    return new V128(dot(a.low(), b.low()), dot(a.high(), b.high()));
  }

  private static long dot(long a, long b) {
    int first = (short) a * (short) b + (short) (a >>> 16) * (short) (b >>> 16);
    int last = (short) (a >>> 32) * (short) (b >>> 32) + (short) (a >>> 48) * (short) (b >>> 48);
    return (first & 0xffff_ffffL) | ((long) last << 32);
  }

  /// Products of signed fractions of 15 bits, rounded; -1 by -1 gives the greatest fraction.
  public static V128 mulFractions(V128 a, V128 b) {
    return new V128(mulFractions(a.low(), b.low()), mulFractions(a.high(), b.high()));
  }

  private static long mulFractions(long a, long b) {
    return mulFraction(a, b)
        | (mulFraction(a >>> 16, b >>> 16) << 16)
        | (mulFraction(a >>> 32, b >>> 32) << 32)
        | (mulFraction(a >>> 48, b >>> 48) << 48);
  }

  private static long mulFraction(long a, long b) {
    int rounded = ((short) a * (short) b + 0x4000) >> 15;
    return Math.min(rounded, Short.MAX_VALUE) & 0xffff;
  }
}
