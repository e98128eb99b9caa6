package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.V128;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// What the specification says of instructions on floating-point lanes, with exact numbers.
///
/// Source: WebAssembly core specification, "Floating-Point Operations".
final class FloatLaneModel {

  private static final MathContext DIGITS = new MathContext(1200);

  private final int bits;
  private final String operation;

  /// @param name of the instruction, such as `f32x4.nearest`
  FloatLaneModel(String name) {
    this.bits = LaneModel.bits(name.substring(0, name.indexOf('.')));
    this.operation = name.substring(name.indexOf('.') + 1);
  }

  static double number(BigInteger bits, int size) {
    return size == 32
        ? Float.intBitsToFloat(bits.intValue())
        : Double.longBitsToDouble(bits.longValue());
  }

  /// The bits of the number of this size next to `value`, the canonical ones for a NaN.
  static BigInteger bitsOf(double value, int size) {
    if (Double.isNaN(value)) {
      return size == 32
          ? BigInteger.valueOf(0x7fc0_0000L)
          : BigInteger.valueOf(0x7ff8_0000_0000_0000L);
    }
    return BigInteger.valueOf(
        size == 32 ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value));
  }

  /// The bits of an exact number; `sign` is that of a zero.
  private BigInteger round(BigDecimal exact, double sign) {
    double value = bits == 32 ? exact.floatValue() : exact.doubleValue();
    return bitsOf(value == 0 ? Math.copySign(0.0, sign) : value, bits);
  }

  V128 unary(V128 a) {
    return LaneModel.of(bits, i -> unary(LaneModel.unsigned(a, bits, i)));
  }

  private BigInteger unary(BigInteger lane) {
    if (operation.equals("neg")) {
      return lane.flipBit(bits - 1);
    }
    if (operation.equals("abs")) {
      return lane.clearBit(bits - 1);
    }
    double x = number(lane, bits);
    boolean special = Double.isNaN(x) || Double.isInfinite(x) || x == 0;
    if (operation.equals("sqrt")) {
      return special || x < 0
          ? bitsOf(x < 0 ? Double.NaN : x, bits)
          : round(new BigDecimal(x).sqrt(new MathContext(60)), x);
    }
    if (special) {
      return bitsOf(x, bits);
    }
    RoundingMode mode =
        switch (operation) {
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          case "trunc" -> RoundingMode.DOWN;
          case "nearest" -> RoundingMode.HALF_EVEN;
          default -> throw new IllegalArgumentException(operation);
        };
    return round(new BigDecimal(x).setScale(0, mode), x);
  }

  V128 binary(V128 a, V128 b) {
    return LaneModel.of(
        bits, i -> binary(LaneModel.unsigned(a, bits, i), LaneModel.unsigned(b, bits, i)));
  }

  private BigInteger binary(BigInteger a, BigInteger b) {
    double x = number(a, bits);
    double y = number(b, bits);
    return switch (operation) {
      case "eq" -> truth(x == y);
      case "ne" -> truth(x != y);
      case "lt" -> truth(x < y);
      case "gt" -> truth(x > y);
      case "le" -> truth(x <= y);
      case "ge" -> truth(x >= y);
      case "pmin" -> y < x ? b : a;
      case "pmax" -> x < y ? b : a;
      case "min" -> bitsOf(extreme(x, y, x < y || (x == y && isNegative(x))), bits);
      case "max" -> bitsOf(extreme(x, y, x > y || (x == y && !isNegative(x))), bits);
      default -> arithmetic(x, y);
    };
  }

  private static BigInteger truth(boolean holds) {
    return holds ? BigInteger.ONE.negate() : BigInteger.ZERO;
  }

  private static boolean isNegative(double x) {
    return Math.copySign(1, x) < 0;
  }

  private static double extreme(double x, double y, boolean first) {
    return Double.isNaN(x) || Double.isNaN(y) ? Double.NaN : first ? x : y;
  }

  private BigInteger arithmetic(double x, double y) {
    // What follows from infinities, NaNs and the signs of zeros does not depend on the size.
    double special =
        switch (operation) {
          case "add" -> x + y;
          case "sub" -> x - y;
          case "mul" -> x * y;
          case "div" -> x / y;
          default -> throw new IllegalArgumentException(operation);
        };
    boolean finite = Double.isFinite(x) && Double.isFinite(y);
    if (!finite || (operation.equals("div") && y == 0)) {
      return bitsOf(special, bits);
    }
    BigDecimal first = new BigDecimal(x);
    BigDecimal second = new BigDecimal(y);
    BigDecimal exact =
        switch (operation) {
          case "add" -> first.add(second);
          case "sub" -> first.subtract(second);
          case "mul" -> first.multiply(second);
          default -> first.divide(second, DIGITS);
        };
    return round(exact, special);
  }
}
