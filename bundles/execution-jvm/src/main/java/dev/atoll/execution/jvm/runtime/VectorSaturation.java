package dev.atoll.execution.jvm.runtime;

/// Sums and differences of integer lanes that stop at the least and the greatest number.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorSaturation {

  private VectorSaturation() {}

  public static V128 addSigned(V128 a, V128 b, long signs) {
    return new V128(addSigned(a.low(), b.low(), signs), addSigned(a.high(), b.high(), signs));
  }

  private static long addSigned(long a, long b, long signs) {
    long sum = Lanes.add(a, b, signs);
    return saturate(sum, ~(a ^ b) & (a ^ sum) & signs, a, signs);
  }

  public static V128 subSigned(V128 a, V128 b, long signs) {
    return new V128(subSigned(a.low(), b.low(), signs), subSigned(a.high(), b.high(), signs));
  }

  private static long subSigned(long a, long b, long signs) {
    long difference = Lanes.sub(a, b, signs);
    return saturate(difference, (a ^ b) & (a ^ difference) & signs, a, signs);
  }

  /// An overflow goes in the direction of the first operand's sign.
  private static long saturate(long result, long overflow, long a, long signs) {
    long limit = ~signs ^ Lanes.fill(a & signs, signs);
    return Lanes.select(Lanes.fill(overflow, signs), limit, result);
  }

  public static V128 addUnsigned(V128 a, V128 b, long signs) {
    return new V128(addUnsigned(a.low(), b.low(), signs), addUnsigned(a.high(), b.high(), signs));
  }

  private static long addUnsigned(long a, long b, long signs) {
    long sum = Lanes.add(a, b, signs);
    long carry = ((a & b) | ((a | b) & ~sum)) & signs;
    return sum | Lanes.fill(carry, signs);
  }

  public static V128 subUnsigned(V128 a, V128 b, long signs) {
    return new V128(subUnsigned(a.low(), b.low(), signs), subUnsigned(a.high(), b.high(), signs));
  }

  private static long subUnsigned(long a, long b, long signs) {
    long borrow = Lanes.fill(Lanes.belowUnsigned(a, b, signs), signs);
    return Lanes.sub(a, b, signs) & ~borrow;
  }
}
