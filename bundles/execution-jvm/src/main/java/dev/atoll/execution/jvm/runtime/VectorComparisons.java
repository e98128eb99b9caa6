package dev.atoll.execution.jvm.runtime;

/// Compares integer lanes: all bits of a lane of the result are set where the answer is yes.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorComparisons {

  private VectorComparisons() {}

  public static V128 eq(V128 a, V128 b, long signs) {
    return VectorBits.not(ne(a, b, signs));
  }

  public static V128 ne(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.fill(Lanes.nonZero(a.low() ^ b.low(), signs), signs),
        Lanes.fill(Lanes.nonZero(a.high() ^ b.high(), signs), signs));
  }

  public static V128 ltSigned(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.fill(Lanes.belowSigned(a.low(), b.low(), signs), signs),
        Lanes.fill(Lanes.belowSigned(a.high(), b.high(), signs), signs));
  }

  public static V128 gtSigned(V128 a, V128 b, long signs) {
    return ltSigned(b, a, signs);
  }

  public static V128 leSigned(V128 a, V128 b, long signs) {
    return VectorBits.not(ltSigned(b, a, signs));
  }

  public static V128 geSigned(V128 a, V128 b, long signs) {
    return VectorBits.not(ltSigned(a, b, signs));
  }

  public static V128 ltUnsigned(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.fill(Lanes.belowUnsigned(a.low(), b.low(), signs), signs),
        Lanes.fill(Lanes.belowUnsigned(a.high(), b.high(), signs), signs));
  }

  public static V128 gtUnsigned(V128 a, V128 b, long signs) {
    return ltUnsigned(b, a, signs);
  }

  public static V128 leUnsigned(V128 a, V128 b, long signs) {
    return VectorBits.not(ltUnsigned(b, a, signs));
  }

  public static V128 geUnsigned(V128 a, V128 b, long signs) {
    return VectorBits.not(ltUnsigned(a, b, signs));
  }

  public static V128 minSigned(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.minSigned(a.low(), b.low(), signs), Lanes.minSigned(a.high(), b.high(), signs));
  }

  public static V128 maxSigned(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.maxSigned(a.low(), b.low(), signs), Lanes.maxSigned(a.high(), b.high(), signs));
  }

  public static V128 minUnsigned(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.minUnsigned(a.low(), b.low(), signs), Lanes.minUnsigned(a.high(), b.high(), signs));
  }

  public static V128 maxUnsigned(V128 a, V128 b, long signs) {
    return new V128(
        Lanes.maxUnsigned(a.low(), b.low(), signs), Lanes.maxUnsigned(a.high(), b.high(), signs));
  }
}
