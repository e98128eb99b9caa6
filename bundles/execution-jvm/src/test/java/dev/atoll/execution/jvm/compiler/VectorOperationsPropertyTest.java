package dev.atoll.execution.jvm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.execution.jvm.runtime.V128;
import dev.atoll.wasm.Instruction;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// Every vector instruction against the plain models, through the table that compiled code uses.
class VectorOperationsPropertyTest {

  private static final int TRIES = 6_000;

  private final VectorCalls calls = new VectorCalls();

  @Provide
  Arbitrary<V128> vectors() {
    return VectorArbitraries.vectors();
  }

  private static Arbitrary<Instruction> withSignature(String signature, String names) {
    return Arbitraries.of(
        VectorCalls.vectorInstructions().stream()
            .filter(i -> i.signature().equals(signature) && i.name().matches(names))
            .toList());
  }

  @Provide
  Arbitrary<Instruction> unary() {
    return withSignature("v>v", ".*");
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void instructionsOnOneVectorDoAsSpecified(
      @ForAll("unary") Instruction instruction, @ForAll("vectors") V128 a) {
    String name = instruction.name();
    V128 expected;
    if (name.equals("v128.not")) {
      expected = LaneModel.vector(LaneModel.whole(a).not());
    } else if (name.matches(".*(trunc_sat|convert|demote|promote).*")) {
      expected = ConversionModel.convert(name, a);
    } else if (name.startsWith("f")) {
      expected = new FloatLaneModel(name).unary(a);
    } else {
      expected = new IntegerLaneModel(name).unary(a);
    }

    assertThat(calls.call(instruction, a)).as(name).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Instruction> binary() {
    return withSignature("vv>v", "(?!i8x16.shuffle|v128.).*");
  }

  @Property(tries = 2 * TRIES, shrinking = ShrinkingMode.OFF)
  void instructionsOnTwoVectorsDoAsSpecified(
      @ForAll("binary") Instruction instruction,
      @ForAll("vectors") V128 a,
      @ForAll("vectors") V128 b) {
    String name = instruction.name();
    V128 expected =
        name.startsWith("f")
            ? new FloatLaneModel(name).binary(a, b)
            : new IntegerLaneModel(name).binary(a, b);

    assertThat(calls.call(instruction, a, b)).as(name).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void bitsAreCombinedAsSpecified(
      @ForAll("vectors") V128 a, @ForAll("vectors") V128 b, @ForAll("vectors") V128 mask) {
    BigInteger x = LaneModel.whole(a);
    BigInteger y = LaneModel.whole(b);
    BigInteger m = LaneModel.whole(mask);

    assertThat(calls.vector("v128.and", a, b)).isEqualTo(LaneModel.vector(x.and(y)));
    assertThat(calls.vector("v128.andnot", a, b)).isEqualTo(LaneModel.vector(x.andNot(y)));
    assertThat(calls.vector("v128.or", a, b)).isEqualTo(LaneModel.vector(x.or(y)));
    assertThat(calls.vector("v128.xor", a, b)).isEqualTo(LaneModel.vector(x.xor(y)));
    assertThat(calls.vector("v128.bitselect", a, b, mask))
        .isEqualTo(LaneModel.vector(x.and(m).or(y.andNot(m))));
  }

  @Provide
  Arbitrary<Instruction> shifts() {
    return withSignature("vi>v", ".*sh.*");
  }

  @Property(tries = TRIES / 4)
  void shiftsTakeTheCountModuloTheLane(
      @ForAll("shifts") Instruction instruction, @ForAll("vectors") V128 a, @ForAll int count) {
    assertThat(calls.call(instruction, a, count))
        .as(instruction.name())
        .isEqualTo(new IntegerLaneModel(instruction.name()).shift(a, count));
  }

  @Provide
  Arbitrary<Instruction> tests() {
    return withSignature("v>i", ".*(true|bitmask)");
  }

  @Property(tries = TRIES / 4)
  void testsLookAtEveryLane(@ForAll("tests") Instruction instruction, @ForAll("vectors") V128 a) {
    int expected =
        instruction.name().equals("v128.any_true")
            ? LaneModel.whole(a).signum()
            : new IntegerLaneModel(instruction.name()).test(a);

    assertThat(calls.call(instruction, a)).as(instruction.name()).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> shapes() {
    return Arbitraries.of("i8x16", "i16x8", "i32x4", "i64x2", "f32x4", "f64x2");
  }

  @Property(tries = TRIES / 12)
  void lanesAreFilledReplacedAndExtracted(
      @ForAll("shapes") String shape, @ForAll("vectors") V128 a, @ForAll("vectors") V128 source) {
    int bits = LaneModel.bits(shape);
    BigInteger bitsOfValue = LaneModel.unsigned(source, bits, 0);
    Object value = operand(shape, source);
    for (int lane = 0; lane < LaneModel.count(shape); lane++) {
      int replaced = lane;

      V128 result = calls.vector(shape + ".replace_lane", a, value, lane);

      assertThat(result)
          .isEqualTo(
              LaneModel.of(
                  bits, i -> i == replaced ? bitsOfValue : LaneModel.unsigned(a, bits, i)));
      checkExtracted(shape, result, lane, bitsOfValue);
    }
    assertThat(calls.vector(shape + ".splat", value))
        .isEqualTo(LaneModel.of(bits, i -> bitsOfValue));
  }

  private static Object operand(String shape, V128 source) {
    return switch (shape) {
      case "i64x2" -> source.low();
      case "f32x4" -> Float.intBitsToFloat((int) source.low());
      case "f64x2" -> Double.longBitsToDouble(source.low());
      default -> (int) source.low();
    };
  }

  private void checkExtracted(String shape, V128 vector, int lane, BigInteger bits) {
    if (shape.equals("i8x16") || shape.equals("i16x8")) {
      int size = LaneModel.bits(shape);
      assertThat(extract(shape + ".extract_lane_u", vector, lane)).isEqualTo(bits.intValue());
      assertThat(extract(shape + ".extract_lane_s", vector, lane))
          .isEqualTo(LaneModel.signed(vector, size, lane).intValue());
      return;
    }
    Object found = extract(shape + ".extract_lane", vector, lane);
    switch (found) {
      case Float f -> assertThat(Float.floatToRawIntBits(f)).isEqualTo(bits.intValue());
      case Double d -> assertThat(Double.doubleToRawLongBits(d)).isEqualTo(bits.longValue());
      case Long l -> assertThat(l).isEqualTo(bits.longValue());
      default -> assertThat(found).isEqualTo(bits.intValue());
    }
  }

  private Object extract(String name, V128 vector, int lane) {
    return calls.call(VectorCalls.instruction(name), vector, lane);
  }

  @Property(tries = 2000)
  void shufflesTakeBytesOfBothVectors(
      @ForAll("vectors") V128 a, @ForAll("vectors") V128 b, @ForAll("vectors") V128 numbers) {
    V128 below32 = LaneModel.map(numbers, 8, false, x -> x.mod(BigInteger.valueOf(32)));

    V128 result = calls.vector("i8x16.shuffle", a, b, below32.low(), below32.high());

    for (int i = 0; i < 16; i++) {
      int number = LaneModel.byteAt(below32, i);
      V128 source = number < 16 ? a : b;
      assertThat(LaneModel.byteAt(result, i)).isEqualTo(LaneModel.byteAt(source, number % 16));
    }
  }
}
