package dev.atoll.execution.jvm.compiler;

import static dev.atoll.execution.jvm.compiler.FloatLaneModel.bitsOf;
import static dev.atoll.execution.jvm.compiler.FloatLaneModel.number;

import dev.atoll.execution.jvm.runtime.V128;
import java.math.BigDecimal;
import java.math.BigInteger;

/// What the specification says of conversions between integer and floating-point lanes.
///
/// Source: WebAssembly core specification, "Conversions".
final class ConversionModel {

  private ConversionModel() {}

  static V128 convert(String name, V128 a) {
    boolean signed = !name.contains("_u");
    return switch (name) {
      case "i32x4.trunc_sat_f32x4_s", "i32x4.trunc_sat_f32x4_u" ->
          LaneModel.of(32, i -> truncate(a, 32, i, signed));
      case "i32x4.trunc_sat_f64x2_s_zero", "i32x4.trunc_sat_f64x2_u_zero" ->
          LaneModel.of(32, i -> i < 2 ? truncate(a, 64, i, signed) : BigInteger.ZERO);
      case "f32x4.convert_i32x4_s", "f32x4.convert_i32x4_u" ->
          LaneModel.of(32, i -> bitsOf(LaneModel.lane(a, 32, i, signed).floatValue(), 32));
      case "f64x2.convert_low_i32x4_s", "f64x2.convert_low_i32x4_u" ->
          LaneModel.of(64, i -> bitsOf(LaneModel.lane(a, 32, i, signed).doubleValue(), 64));
      case "f32x4.demote_f64x2_zero" ->
          LaneModel.of(
              32,
              i -> i < 2 ? bitsOf(number(LaneModel.unsigned(a, 64, i), 64), 32) : BigInteger.ZERO);
      case "f64x2.promote_low_f32x4" ->
          LaneModel.of(64, i -> bitsOf(number(LaneModel.unsigned(a, 32, i), 32), 64));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static BigInteger truncate(V128 a, int size, int lane, boolean signed) {
    double value = number(LaneModel.unsigned(a, size, lane), size);
    if (Double.isNaN(value)) {
      return BigInteger.ZERO;
    }
    if (Double.isInfinite(value)) {
      BigInteger beyond = BigInteger.ONE.shiftLeft(64);
      return LaneModel.saturate(value < 0 ? beyond.negate() : beyond, 32, signed);
    }
    return LaneModel.saturate(new BigDecimal(value).toBigInteger(), 32, signed);
  }
}
