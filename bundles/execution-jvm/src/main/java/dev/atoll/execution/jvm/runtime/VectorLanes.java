package dev.atoll.execution.jvm.runtime;

/// Between vectors and numbers: one number into all lanes, one lane out of a vector or into it.
///
/// Floating-point numbers keep the bits of a NaN.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorLanes {

  private VectorLanes() {}

  /// The low bits of `value` in every lane of up to four bytes.
  public static V128 splat(int value, long signs) {
    return splat((value & Lanes.lowBits(Lanes.width(signs))) * Lanes.ones(signs));
  }

  public static V128 splat(long value) {
    return new V128(value, value);
  }

  public static V128 splat(float value) {
    return splat(Float.floatToRawIntBits(value), Lanes.I32);
  }

  public static V128 splat(double value) {
    return splat(Double.doubleToRawLongBits(value));
  }

  public static int extractSigned(V128 a, int lane, long signs) {
    int unused = Integer.SIZE - Lanes.width(signs);
    return (int) lane(a, lane, signs) << unused >> unused;
  }

  public static int extractUnsigned(V128 a, int lane, long signs) {
    int unused = Integer.SIZE - Lanes.width(signs);
    return (int) lane(a, lane, signs) << unused >>> unused;
  }

  public static long extractLong(V128 a, int lane) {
    return lane == 0 ? a.low() : a.high();
  }

  public static float extractFloat(V128 a, int lane) {
    return Float.intBitsToFloat((int) lane(a, lane, Lanes.I32));
  }

  public static double extractDouble(V128 a, int lane) {
    return Double.longBitsToDouble(extractLong(a, lane));
  }

  /// The lane in the low bits, other lanes above it.
  private static long lane(V128 a, int lane, long signs) {
    int bit = lane * Lanes.width(signs);
    return (bit < Long.SIZE ? a.low() : a.high()) >>> bit;
  }

  /// Puts the low bits of `value` into a lane of up to four bytes.
  public static V128 replace(V128 a, int value, int lane, long signs) {
    int bit = lane * Lanes.width(signs);
    long mask = Lanes.lowBits(Lanes.width(signs)) << bit;
    long bits = (long) value << bit;
    return bit < Long.SIZE
        ? new V128(Lanes.select(mask, bits, a.low()), a.high())
        : new V128(a.low(), Lanes.select(mask, bits, a.high()));
  }

  public static V128 replace(V128 a, long value, int lane) {
    return lane == 0 ? new V128(value, a.high()) : new V128(a.low(), value);
  }

  public static V128 replace(V128 a, float value, int lane) {
    return replace(a, Float.floatToRawIntBits(value), lane, Lanes.I32);
  }

  public static V128 replace(V128 a, double value, int lane) {
    return replace(a, Double.doubleToRawLongBits(value), lane);
  }
}
