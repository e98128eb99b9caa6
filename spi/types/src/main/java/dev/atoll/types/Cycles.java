package dev.atoll.types;

import java.math.BigInteger;

/// An amount of cycles, the unit in which canisters pay.
///
/// @param value 0 to 2^128 - 1
public record Cycles(BigInteger value) implements Comparable<Cycles> {

  public static final int SIZE_BITS = 128;

  public static final Cycles ZERO = new Cycles(BigInteger.ZERO);

  public static final Cycles MAX =
      new Cycles(BigInteger.ONE.shiftLeft(SIZE_BITS).subtract(BigInteger.ONE));

  public Cycles {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("cycles are negative: " + value);
    }
    if (value.bitLength() > SIZE_BITS) {
      throw new IllegalArgumentException(
          "cycles have %d bits, at most %d allowed".formatted(value.bitLength(), SIZE_BITS));
    }
  }

  /// @param value not negative
  public static Cycles of(long value) {
    return value == 0 ? ZERO : new Cycles(BigInteger.valueOf(value));
  }

  public static Cycles of(BigInteger value) {
    return value.signum() == 0 ? ZERO : new Cycles(value);
  }

  /// The amount of which `high64` are the upper and `low64` the lower 64 bits, both unsigned.
  public static Cycles of(long high64, long low64) {
    return of(CborDecoder.unsigned(high64).shiftLeft(Long.SIZE).or(CborDecoder.unsigned(low64)));
  }

  /// @throws ArithmeticException if the sum is above [#MAX]
  public Cycles plus(Cycles other) {
    BigInteger sum = value.add(other.value);
    if (sum.bitLength() > SIZE_BITS) {
      throw new ArithmeticException(
          "%s plus %s cycles are more than the allowed %s".formatted(this, other, MAX));
    }
    return of(sum);
  }

  /// The sum, or [#MAX] if it is above that.
  public Cycles saturatingPlus(Cycles other) {
    BigInteger sum = value.add(other.value);
    return sum.bitLength() > SIZE_BITS ? MAX : of(sum);
  }

  /// @throws ArithmeticException if `other` is more than this
  public Cycles minus(Cycles other) {
    if (isLessThan(other)) {
      throw new ArithmeticException("%s minus %s cycles are below 0".formatted(this, other));
    }
    return of(value.subtract(other.value));
  }

  /// The difference, or [#ZERO] if `other` is more than this.
  public Cycles saturatingMinus(Cycles other) {
    return isLessThan(other) ? ZERO : of(value.subtract(other.value));
  }

  /// The product, or [#MAX] if it is above that.
  ///
  /// @param factor not negative
  public Cycles saturatingTimes(long factor) {
    BigInteger product = value.multiply(BigInteger.valueOf(factor));
    return product.bitLength() > SIZE_BITS ? MAX : of(product);
  }

  public Cycles min(Cycles other) {
    return isLessThan(other) ? this : other;
  }

  public Cycles max(Cycles other) {
    return isLessThan(other) ? other : this;
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  public boolean isLessThan(Cycles other) {
    return compareTo(other) < 0;
  }

  /// The upper 64 bits.
  public long high64() {
    return value.shiftRight(Long.SIZE).longValue();
  }

  /// The lower 64 bits.
  public long low64() {
    return value.longValue();
  }

  @Override
  public int compareTo(Cycles other) {
    return value.compareTo(other.value);
  }

  /// The amount in decimal digits.
  @Override
  public String toString() {
    return value.toString();
  }
}
