package dev.atoll.execution.jvm.runtime;

/// Between integer lanes of different sizes.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorWidths {

  private VectorWidths() {}

  /// Lanes of twice the size from the first half of `a`.
  ///
  /// @param signs of the result
  public static V128 extendLowSigned(V128 a, long signs) {
    return extendSigned(a.low(), signs);
  }

  /// Lanes of twice the size from the last half of `a`.
  ///
  /// @param signs of the result
  public static V128 extendHighSigned(V128 a, long signs) {
    return extendSigned(a.high(), signs);
  }

  /// Lanes of twice the size from the first half of `a`.
  ///
  /// @param signs of the result
  public static V128 extendLowUnsigned(V128 a, long signs) {
    return extendUnsigned(a.low(), signs);
  }

  /// Lanes of twice the size from the last half of `a`.
  ///
  /// @param signs of the result
  public static V128 extendHighUnsigned(V128 a, long signs) {
    return extendUnsigned(a.high(), signs);
  }

  /// Lanes of twice the size from all lanes of eight bytes.
  ///
  /// @param signs of the result
  static V128 extendSigned(long half, long signs) {
    return new V128(
        Lanes.widenSigned((int) half, signs), Lanes.widenSigned((int) (half >>> 32), signs));
  }

  /// Lanes of twice the size from all lanes of eight bytes.
  ///
  /// @param signs of the result
  static V128 extendUnsigned(long half, long signs) {
    return new V128(
        Lanes.widenUnsigned((int) half, signs), Lanes.widenUnsigned((int) (half >>> 32), signs));
  }

  /// Sums of neighbours in lanes of twice the size.
  ///
  /// @param signs of the result
  public static V128 addPairsSigned(V128 a, long signs) {
    return new V128(addPairsSigned(a.low(), signs), addPairsSigned(a.high(), signs));
  }

  private static long addPairsSigned(long a, long signs) {
    long halves = Lanes.lowHalves(signs);
    long even = Lanes.extendHalf(a & halves, signs);
    long odd = Lanes.extendHalf((a >>> (Lanes.width(signs) >>> 1)) & halves, signs);
    return Lanes.add(even, odd, signs);
  }

  /// Sums of neighbours in lanes of twice the size.
  ///
  /// @param signs of the result
  public static V128 addPairsUnsigned(V128 a, long signs) {
    return new V128(addPairsUnsigned(a.low(), signs), addPairsUnsigned(a.high(), signs));
  }

  private static long addPairsUnsigned(long a, long signs) {
    long halves = Lanes.lowHalves(signs);
    return (a & halves) + ((a >>> (Lanes.width(signs) >>> 1)) & halves);
  }

  /// Lanes of half the size from all lanes of `a` and `b`, limited to the signed numbers they hold.
  ///
  /// @param signs of the operands
  public static V128 narrowSigned(V128 a, V128 b, long signs) {
    int bits = (Lanes.width(signs) >>> 1) - 1;
    long most = Lanes.ones(signs) * Lanes.lowBits(bits);
    return narrow(a, b, ~most, most, signs);
  }

  /// Lanes of half the size from all lanes of `a` and `b`, which are signed, limited to the
  /// unsigned numbers they hold.
  ///
  /// @param signs of the operands
  public static V128 narrowUnsigned(V128 a, V128 b, long signs) {
    return narrow(a, b, 0, Lanes.lowHalves(signs), signs);
  }

  private static V128 narrow(V128 a, V128 b, long least, long most, long signs) {
    return new V128(
        narrow(a.low(), a.high(), least, most, signs),
        narrow(b.low(), b.high(), least, most, signs));
  }

  private static long narrow(long low, long high, long least, long most, long signs) {
    long first = Lanes.maxSigned(Lanes.minSigned(low, most, signs), least, signs);
    long last = Lanes.maxSigned(Lanes.minSigned(high, most, signs), least, signs);
    return (Lanes.narrow(first, signs) & 0xffff_ffffL) | ((long) Lanes.narrow(last, signs) << 32);
  }
}
