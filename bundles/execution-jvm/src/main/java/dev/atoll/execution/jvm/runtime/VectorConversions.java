package dev.atoll.execution.jvm.runtime;

/// Between lanes of integers and of floating-point numbers, and between the sizes of the latter.
///
/// Conversions to integers round towards zero, stop at the least and the greatest integer, and make
/// 0 of a NaN, as the casts of Java do.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorConversions {

  private static final long UNSIGNED_MAX = 0xffff_ffffL;

  private VectorConversions() {}

  private static long halves(int first, int last) {
    return (first & UNSIGNED_MAX) | ((long) last << 32);
  }

  public static V128 floatsToSigned(V128 a) {
    return new V128(floatsToSigned(a.low()), floatsToSigned(a.high()));
  }

  private static long floatsToSigned(long a) {
    return halves((int) VectorFloats.first(a), (int) VectorFloats.last(a));
  }

  public static V128 floatsToUnsigned(V128 a) {
    return new V128(floatsToUnsigned(a.low()), floatsToUnsigned(a.high()));
  }

  private static long floatsToUnsigned(long a) {
    return halves(unsigned((long) VectorFloats.first(a)), unsigned((long) VectorFloats.last(a)));
  }

  private static int unsigned(long value) {
    return (int) Math.clamp(value, 0, UNSIGNED_MAX);
  }

  /// The last two lanes of the result are zero.
  public static V128 doublesToSigned(V128 a) {
    return new V128(
        halves((int) VectorDoubles.value(a.low()), (int) VectorDoubles.value(a.high())), 0);
  }

  /// The last two lanes of the result are zero.
  public static V128 doublesToUnsigned(V128 a) {
    long low = (long) VectorDoubles.value(a.low());
    long high = (long) VectorDoubles.value(a.high());
    return new V128(halves(unsigned(low), unsigned(high)), 0);
  }

  public static V128 signedToFloats(V128 a) {
    return new V128(signedToFloats(a.low()), signedToFloats(a.high()));
  }

  private static long signedToFloats(long a) {
    return VectorFloats.canonical((float) (int) a, (float) (int) (a >>> 32));
  }

  public static V128 unsignedToFloats(V128 a) {
    return new V128(unsignedToFloats(a.low()), unsignedToFloats(a.high()));
  }

  private static long unsignedToFloats(long a) {
    return VectorFloats.canonical((float) (a & UNSIGNED_MAX), (float) (a >>> 32));
  }

  /// Takes the first two lanes.
  public static V128 signedToDoubles(V128 a) {
    long both = a.low();
    return new V128(
        VectorDoubles.canonical((int) both), VectorDoubles.canonical((int) (both >>> 32)));
  }

  /// Takes the first two lanes.
  public static V128 unsignedToDoubles(V128 a) {
    long both = a.low();
    return new V128(
        VectorDoubles.canonical((double) (both & UNSIGNED_MAX)),
        VectorDoubles.canonical((double) (both >>> 32)));
  }

  /// The last two lanes of the result are zero.
  public static V128 demote(V128 a) {
    float first = (float) VectorDoubles.value(a.low());
    float last = (float) VectorDoubles.value(a.high());
    return new V128(VectorFloats.canonical(first, last), 0);
  }

  /// Takes the first two lanes.
  public static V128 promote(V128 a) {
    return new V128(
        VectorDoubles.canonical(VectorFloats.first(a.low())),
        VectorDoubles.canonical(VectorFloats.last(a.low())));
  }
}
