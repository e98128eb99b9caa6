package dev.atoll.execution.jvm.runtime;

/// Shifts all integer lanes by the same number of bits, taken modulo the bits of a lane.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorShifts {

  private VectorShifts() {}

  public static V128 shl(V128 a, int count, long signs) {
    int bits = count & Long.numberOfTrailingZeros(signs);
    long lost = Lanes.ones(signs) * ((1L << bits) - 1);
    return new V128((a.low() << bits) & ~lost, (a.high() << bits) & ~lost);
  }

  public static V128 shrUnsigned(V128 a, int count, long signs) {
    int bits = count & Long.numberOfTrailingZeros(signs);
    long kept = kept(bits, signs);
    return new V128((a.low() >>> bits) & kept, (a.high() >>> bits) & kept);
  }

  public static V128 shrSigned(V128 a, int count, long signs) {
    int bits = count & Long.numberOfTrailingZeros(signs);
    long kept = kept(bits, signs);
    return new V128(
        Lanes.select(kept, a.low() >>> bits, Lanes.fill(a.low() & signs, signs)),
        Lanes.select(kept, a.high() >>> bits, Lanes.fill(a.high() & signs, signs)));
  }

  /// The bits of each lane that a shift to the right leaves to the bits of the same lane.
  private static long kept(int bits, long signs) {
    return Lanes.ones(signs) * Lanes.lowBits(Lanes.width(signs) - bits);
  }
}
