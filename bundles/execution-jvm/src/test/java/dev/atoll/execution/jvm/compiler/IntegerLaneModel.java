package dev.atoll.execution.jvm.compiler;

import static dev.atoll.execution.jvm.compiler.LaneModel.bits;
import static dev.atoll.execution.jvm.compiler.LaneModel.compare;
import static dev.atoll.execution.jvm.compiler.LaneModel.lane;
import static dev.atoll.execution.jvm.compiler.LaneModel.map;
import static dev.atoll.execution.jvm.compiler.LaneModel.saturate;
import static dev.atoll.execution.jvm.compiler.LaneModel.signed;

import dev.atoll.execution.jvm.runtime.V128;
import java.math.BigInteger;
import java.util.stream.IntStream;

/// What the specification says of instructions on integer lanes, number by number.
///
/// Source: WebAssembly core specification, "Integer Operations" and "Vector Operations".
final class IntegerLaneModel {

  private final int bits;
  private final String operation;
  private final boolean signed;

  /// @param name of the instruction, such as `i16x8.add_sat_u`
  IntegerLaneModel(String name) {
    String shape = name.substring(0, name.indexOf('.'));
    this.bits = bits(shape);
    this.operation = name.substring(name.indexOf('.') + 1);
    this.signed = !operation.endsWith("_u");
  }

  V128 unary(V128 a) {
    if (operation.startsWith("extend_")) {
      int first = operation.contains("_high_") ? 128 / bits : 0;
      return LaneModel.of(bits, i -> lane(a, bits / 2, first + i, signed));
    }
    if (operation.startsWith("extadd_pairwise_")) {
      return LaneModel.of(
          bits, i -> lane(a, bits / 2, 2 * i, signed).add(lane(a, bits / 2, 2 * i + 1, signed)));
    }
    return switch (operation) {
      case "neg" -> map(a, bits, true, BigInteger::negate);
      case "abs" -> map(a, bits, true, BigInteger::abs);
      case "popcnt" -> map(a, bits, false, x -> BigInteger.valueOf(x.bitCount()));
      default -> throw new IllegalArgumentException(operation);
    };
  }

  V128 binary(V128 a, V128 b) {
    if (operation.startsWith("narrow_")) {
      int each = 64 / bits;
      return LaneModel.of(
          bits, i -> saturate(signed(i < each ? a : b, 2 * bits, i % each), bits, signed));
    }
    if (operation.startsWith("extmul_")) {
      int first = operation.contains("_high_") ? 128 / bits : 0;
      return LaneModel.of(
          bits,
          i -> lane(a, bits / 2, first + i, signed).multiply(lane(b, bits / 2, first + i, signed)));
    }
    return switch (operation) {
      case "add" -> map(a, b, bits, true, BigInteger::add);
      case "sub" -> map(a, b, bits, true, BigInteger::subtract);
      case "mul" -> map(a, b, bits, true, BigInteger::multiply);
      case "add_sat_s", "add_sat_u" ->
          map(a, b, bits, signed, (x, y) -> saturate(x.add(y), bits, signed));
      case "sub_sat_s", "sub_sat_u" ->
          map(a, b, bits, signed, (x, y) -> saturate(x.subtract(y), bits, signed));
      case "avgr_u" -> map(a, b, bits, false, (x, y) -> x.add(y).add(BigInteger.ONE).shiftRight(1));
      case "min_s", "min_u" -> map(a, b, bits, signed, BigInteger::min);
      case "max_s", "max_u" -> map(a, b, bits, signed, BigInteger::max);
      case "eq" -> compare(a, b, bits, signed, BigInteger::equals);
      case "ne" -> compare(a, b, bits, signed, (x, y) -> !x.equals(y));
      case "lt_s", "lt_u" -> compare(a, b, bits, signed, (x, y) -> x.compareTo(y) < 0);
      case "gt_s", "gt_u" -> compare(a, b, bits, signed, (x, y) -> x.compareTo(y) > 0);
      case "le_s", "le_u" -> compare(a, b, bits, signed, (x, y) -> x.compareTo(y) <= 0);
      case "ge_s", "ge_u" -> compare(a, b, bits, signed, (x, y) -> x.compareTo(y) >= 0);
      case "q15mulr_sat_s" -> map(a, b, bits, true, IntegerLaneModel::fraction);
      case "dot_i16x8_s" ->
          LaneModel.of(bits, i -> product(a, b, 2 * i).add(product(a, b, 2 * i + 1)));
      case "swizzle" -> LaneModel.of(bits, i -> LaneModel.unsigned(a, bits, swizzled(b, i)));
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static BigInteger fraction(BigInteger x, BigInteger y) {
    return saturate(x.multiply(y).add(BigInteger.ONE.shiftLeft(14)).shiftRight(15), 16, true);
  }

  private static BigInteger product(V128 a, V128 b, int lane) {
    return signed(a, 16, lane).multiply(signed(b, 16, lane));
  }

  /// A lane beyond the last one reads zero bits.
  private static int swizzled(V128 numbers, int lane) {
    return LaneModel.byteAt(numbers, lane);
  }

  V128 shift(V128 a, int count) {
    int places = Math.floorMod(count, bits);
    return operation.equals("shl")
        ? map(a, bits, true, x -> x.shiftLeft(places))
        : map(a, bits, signed, x -> x.shiftRight(places));
  }

  int test(V128 a) {
    IntStream lanes = IntStream.range(0, 128 / bits);
    return switch (operation) {
      case "all_true" -> lanes.allMatch(i -> signed(a, bits, i).signum() != 0) ? 1 : 0;
      case "bitmask" -> lanes.map(i -> signed(a, bits, i).signum() < 0 ? 1 << i : 0).sum();
      default -> throw new IllegalArgumentException(operation);
    };
  }
}
