package dev.atoll.execution.jvm.runtime;

/// Operations on vectors of two doubles.
///
/// A NaN that arithmetic produces is the canonical one; operations that only move bits keep them.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorDoubles {

  private static final long SIGNS = Lanes.I64;

  private VectorDoubles() {}

  static double value(long bits) {
    return Double.longBitsToDouble(bits);
  }

  /// A result of arithmetic.
  static long canonical(double value) {
    // doubleToLongBits gives one and the same NaN for all.
    return Double.doubleToLongBits(value);
  }

  private static long mask(boolean holds) {
    return holds ? -1 : 0;
  }

  public static V128 abs(V128 a) {
    return new V128(a.low() & ~SIGNS, a.high() & ~SIGNS);
  }

  public static V128 neg(V128 a) {
    return new V128(a.low() ^ SIGNS, a.high() ^ SIGNS);
  }

  public static V128 ceil(V128 a) {
    return new V128(ceil(a.low()), ceil(a.high()));
  }

  private static long ceil(long a) {
    return canonical(Math.ceil(value(a)));
  }

  public static V128 floor(V128 a) {
    return new V128(floor(a.low()), floor(a.high()));
  }

  private static long floor(long a) {
    return canonical(Math.floor(value(a)));
  }

  /// Rounds towards zero.
  public static V128 trunc(V128 a) {
    return new V128(trunc(a.low()), trunc(a.high()));
  }

  private static long trunc(long a) {
    return canonical(trunc(value(a)));
  }

  private static double trunc(double a) {
    return a < 0 ? Math.ceil(a) : Math.floor(a);
  }

  /// Rounds to the nearest integer, to the even one of two.
  public static V128 nearest(V128 a) {
    return new V128(nearest(a.low()), nearest(a.high()));
  }

  private static long nearest(long a) {
    return canonical(Math.rint(value(a)));
  }

  public static V128 sqrt(V128 a) {
    return new V128(sqrt(a.low()), sqrt(a.high()));
  }

  private static long sqrt(long a) {
    return canonical(Math.sqrt(value(a)));
  }

  public static V128 add(V128 a, V128 b) {
    return new V128(add(a.low(), b.low()), add(a.high(), b.high()));
  }

  private static long add(long a, long b) {
    return canonical(value(a) + value(b));
  }

  public static V128 sub(V128 a, V128 b) {
    return new V128(sub(a.low(), b.low()), sub(a.high(), b.high()));
  }

  private static long sub(long a, long b) {
    return canonical(value(a) - value(b));
  }

  public static V128 mul(V128 a, V128 b) {
    return new V128(mul(a.low(), b.low()), mul(a.high(), b.high()));
  }

  private static long mul(long a, long b) {
    return canonical(value(a) * value(b));
  }

  public static V128 div(V128 a, V128 b) {
    return new V128(div(a.low(), b.low()), div(a.high(), b.high()));
  }

  private static long div(long a, long b) {
    return canonical(value(a) / value(b));
  }

  /// A NaN if either is one; -0 is below 0.
  public static V128 min(V128 a, V128 b) {
    return new V128(min(a.low(), b.low()), min(a.high(), b.high()));
  }

  private static long min(long a, long b) {
    return canonical(Math.min(value(a), value(b)));
  }

  /// A NaN if either is one; -0 is below 0.
  public static V128 max(V128 a, V128 b) {
    return new V128(max(a.low(), b.low()), max(a.high(), b.high()));
  }

  private static long max(long a, long b) {
    return canonical(Math.max(value(a), value(b)));
  }

  /// `b` where it is below `a`, else `a`.
  public static V128 pseudoMin(V128 a, V128 b) {
    return VectorBits.bitselect(b, a, lt(b, a));
  }

  /// `b` where it is above `a`, else `a`.
  public static V128 pseudoMax(V128 a, V128 b) {
    return VectorBits.bitselect(b, a, lt(a, b));
  }

  public static V128 eq(V128 a, V128 b) {
    return new V128(eq(a.low(), b.low()), eq(a.high(), b.high()));
  }

  private static long eq(long a, long b) {
    return mask(value(a) == value(b));
  }

  public static V128 ne(V128 a, V128 b) {
    return new V128(ne(a.low(), b.low()), ne(a.high(), b.high()));
  }

  private static long ne(long a, long b) {
    return mask(value(a) != value(b));
  }

  public static V128 lt(V128 a, V128 b) {
    return new V128(lt(a.low(), b.low()), lt(a.high(), b.high()));
  }

  private static long lt(long a, long b) {
    return mask(value(a) < value(b));
  }

  public static V128 gt(V128 a, V128 b) {
    return new V128(gt(a.low(), b.low()), gt(a.high(), b.high()));
  }

  private static long gt(long a, long b) {
    return mask(value(a) > value(b));
  }

  public static V128 le(V128 a, V128 b) {
    return new V128(le(a.low(), b.low()), le(a.high(), b.high()));
  }

  private static long le(long a, long b) {
    return mask(value(a) <= value(b));
  }

  public static V128 ge(V128 a, V128 b) {
    return new V128(ge(a.low(), b.low()), ge(a.high(), b.high()));
  }

  private static long ge(long a, long b) {
    return mask(value(a) >= value(b));
  }
}
