package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.V128;
import java.math.BigInteger;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// Vectors as lists of numbers of any size: the slow and plain way to the same results.
final class LaneModel {

  private static final BigInteger BYTE = BigInteger.valueOf(0xff);

  private LaneModel() {}

  /// Bits of a lane of a shape, as `8` for `i8x16`.
  static int bits(String shape) {
    return Integer.parseInt(shape.substring(1, shape.indexOf('x')));
  }

  static int count(String shape) {
    return 128 / bits(shape);
  }

  static BigInteger whole(V128 vector) {
    return unsigned(vector.high()).shiftLeft(64).or(unsigned(vector.low()));
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  static V128 vector(BigInteger whole) {
    return new V128(whole.longValue(), whole.shiftRight(64).longValue());
  }

  static BigInteger unsigned(V128 vector, int bits, int lane) {
    return whole(vector).shiftRight(bits * lane).mod(BigInteger.ONE.shiftLeft(bits));
  }

  static BigInteger signed(V128 vector, int bits, int lane) {
    BigInteger value = unsigned(vector, bits, lane);
    return value.testBit(bits - 1) ? value.subtract(BigInteger.ONE.shiftLeft(bits)) : value;
  }

  static BigInteger lane(V128 vector, int bits, int lane, boolean signed) {
    return signed ? signed(vector, bits, lane) : unsigned(vector, bits, lane);
  }

  static int byteAt(V128 vector, int index) {
    return whole(vector).shiftRight(8 * index).and(BYTE).intValue();
  }

  /// A vector whose lanes are numbers modulo their size.
  static V128 of(int bits, IntFunction<BigInteger> lanes) {
    BigInteger whole = BigInteger.ZERO;
    for (int i = 128 / bits - 1; i >= 0; i--) {
      BigInteger wrapped = lanes.apply(i).mod(BigInteger.ONE.shiftLeft(bits));
      whole = whole.shiftLeft(bits).or(wrapped);
    }
    return vector(whole);
  }

  static V128 map(V128 a, int bits, boolean signed, UnaryOperator<BigInteger> f) {
    return of(bits, i -> f.apply(lane(a, bits, i, signed)));
  }

  static V128 map(V128 a, V128 b, int bits, boolean signed, BinaryOperator<BigInteger> f) {
    return of(bits, i -> f.apply(lane(a, bits, i, signed), lane(b, bits, i, signed)));
  }

  static V128 compare(
      V128 a, V128 b, int bits, boolean signed, BiFunction<BigInteger, BigInteger, Boolean> f) {
    return map(
        a, b, bits, signed, (x, y) -> f.apply(x, y) ? BigInteger.ONE.negate() : BigInteger.ZERO);
  }

  /// The closest number that a lane holds.
  static BigInteger saturate(BigInteger value, int bits, boolean signed) {
    BigInteger least = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    BigInteger most = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    return value.max(least).min(most);
  }
}
