package dev.atoll.execution.jvm.runtime;

/// Arithmetic on integer lanes that wraps around.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorArithmetic {

  private static final long TWO_BITS = 0x3333_3333_3333_3333L;

  private VectorArithmetic() {}

  public static V128 add(V128 a, V128 b, long signs) {
    return new V128(Lanes.add(a.low(), b.low(), signs), Lanes.add(a.high(), b.high(), signs));
  }

  public static V128 sub(V128 a, V128 b, long signs) {
    return new V128(Lanes.sub(a.low(), b.low(), signs), Lanes.sub(a.high(), b.high(), signs));
  }

  /// Not for lanes of one byte.
  public static V128 mul(V128 a, V128 b, long signs) {
    return new V128(Lanes.mul(a.low(), b.low(), signs), Lanes.mul(a.high(), b.high(), signs));
  }

  public static V128 neg(V128 a, long signs) {
    return new V128(Lanes.sub(0, a.low(), signs), Lanes.sub(0, a.high(), signs));
  }

  /// The least number stays as it is.
  public static V128 abs(V128 a, long signs) {
    return new V128(abs(a.low(), signs), abs(a.high(), signs));
  }

  private static long abs(long a, long signs) {
    long negative = Lanes.fill(a & signs, signs);
    return Lanes.sub(a ^ negative, negative, signs);
  }

  /// How many bits are set in each byte.
  public static V128 popcnt(V128 a) {
    return new V128(popcnt(a.low()), popcnt(a.high()));
  }

  private static long popcnt(long a) {
    long pairs = a - ((a >>> 1) & 0x5555_5555_5555_5555L);
    long nibbles = (pairs & TWO_BITS) + ((pairs >>> 2) & TWO_BITS);
    return (nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f_0f0f_0f0fL;
  }

  /// The mean of unsigned lanes, rounded up.
  public static V128 averageUnsigned(V128 a, V128 b, long signs) {
    return new V128(average(a.low(), b.low(), signs), average(a.high(), b.high(), signs));
  }

  private static long average(long a, long b, long signs) {
    // a + b is 2 * (a | b) - (a ^ b), and the difference stays inside of each lane.
    return (a | b) - (((a ^ b) >>> 1) & ~signs);
  }
}
