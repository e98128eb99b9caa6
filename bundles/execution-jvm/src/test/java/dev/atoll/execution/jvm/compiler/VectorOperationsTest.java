package dev.atoll.execution.jvm.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.execution.jvm.runtime.V128;
import dev.atoll.wasm.Instructions;
import dev.atoll.wasm.Opcodes;
import org.junit.jupiter.api.Test;

class VectorOperationsTest {

  private static final int NAN = 0x7fc0_0000;
  private static final int OTHER_NAN = 0xffa1_2345;
  private static final int MINUS_ZERO = 0x8000_0000;
  private static final int ONE = 0x3f80_0000;

  private final VectorCalls calls = new VectorCalls();

  private static V128 ints(int a, int b, int c, int d) {
    return new V128(pair(a, b), pair(c, d));
  }

  private static long pair(int first, int last) {
    return (first & 0xffff_ffffL) | ((long) last << 32);
  }

  private static V128 floats(float a, float b, float c, float d) {
    return ints(
        Float.floatToRawIntBits(a),
        Float.floatToRawIntBits(b),
        Float.floatToRawIntBits(c),
        Float.floatToRawIntBits(d));
  }

  private static V128 doubles(double a, double b) {
    return new V128(Double.doubleToRawLongBits(a), Double.doubleToRawLongBits(b));
  }

  @Test
  void everyVectorInstructionButAccessesAndConstantsHasAMethod() {
    assertThat(VectorCalls.vectorInstructions()).hasSize(236 - 22 - 1);
    assertThat(VectorCalls.vectorInstructions())
        .allSatisfy(instruction -> assertThat(VectorOperations.of(instruction)).isNotNull());
    assertThatThrownBy(() -> VectorOperations.of(Instructions.of(Opcodes.V128_CONST)))
        .hasMessage("no operation for v128.const");
  }

  @Test
  void arithmeticMakesNansCanonical() {
    V128 nans = ints(OTHER_NAN, ONE, NAN, MINUS_ZERO);
    V128 ones = floats(1, 1, 1, 1);

    assertThat(calls.vector("f32x4.mul", nans, ones)).isEqualTo(ints(NAN, ONE, NAN, MINUS_ZERO));
    assertThat(calls.vector("f32x4.nearest", nans)).isEqualTo(ints(NAN, ONE, NAN, MINUS_ZERO));
    assertThat(calls.vector("f32x4.max", ones, nans)).isEqualTo(ints(NAN, ONE, NAN, ONE));
    assertThat(calls.vector("f64x2.promote_low_f32x4", nans))
        .isEqualTo(new V128(0x7ff8_0000_0000_0000L, 0x3ff0_0000_0000_0000L));
  }

  @Test
  void movesKeepTheBitsOfNans() {
    V128 nans = ints(OTHER_NAN, ONE, NAN, MINUS_ZERO);
    V128 ones = floats(1, 1, 1, 1);

    assertThat(calls.vector("f32x4.neg", nans))
        .isEqualTo(ints(OTHER_NAN ^ MINUS_ZERO, ONE ^ MINUS_ZERO, NAN ^ MINUS_ZERO, 0));
    assertThat(calls.vector("f32x4.abs", nans))
        .isEqualTo(ints(OTHER_NAN & ~MINUS_ZERO, ONE, NAN, 0));
    assertThat(calls.vector("f32x4.pmin", nans, ones)).isEqualTo(nans);
    assertThat(calls.vector("f32x4.pmax", nans, ones)).isEqualTo(ints(OTHER_NAN, ONE, NAN, ONE));
  }

  @Test
  void zerosOfBothSignsAreOrdered() {
    V128 plus = floats(0f, 0f, -0f, -0f);
    V128 minus = floats(-0f, 0f, 0f, -0f);

    assertThat(calls.vector("f32x4.min", plus, minus)).isEqualTo(floats(-0f, 0f, -0f, -0f));
    assertThat(calls.vector("f32x4.max", plus, minus)).isEqualTo(floats(0f, 0f, 0f, -0f));
    assertThat(calls.vector("f32x4.pmin", plus, minus)).isEqualTo(plus);
    assertThat(calls.vector("f32x4.eq", plus, minus)).isEqualTo(new V128(-1, -1));
  }

  @Test
  void roundingKeepsTheSignOfZero() {
    V128 small = floats(-0.25f, -0f, 0.5f, -0.5f);

    assertThat(calls.vector("f32x4.trunc", small)).isEqualTo(floats(-0f, -0f, 0f, -0f));
    assertThat(calls.vector("f32x4.ceil", small)).isEqualTo(floats(-0f, -0f, 1f, -0f));
    assertThat(calls.vector("f32x4.nearest", small)).isEqualTo(floats(-0f, -0f, 0f, -0f));
    assertThat(calls.vector("f64x2.nearest", doubles(2.5, -3.5))).isEqualTo(doubles(2, -4));
  }

  @Test
  void truncationStopsAtTheLimitsOfIntegers() {
    V128 values = floats(Float.NaN, -1e10f, 1e10f, -1.9f);

    assertThat(calls.vector("i32x4.trunc_sat_f32x4_s", values))
        .isEqualTo(ints(0, Integer.MIN_VALUE, Integer.MAX_VALUE, -1));
    assertThat(calls.vector("i32x4.trunc_sat_f32x4_u", values)).isEqualTo(ints(0, 0, -1, 0));
    assertThat(calls.vector("i32x4.trunc_sat_f64x2_u_zero", doubles(4294967295.9, 1e300)))
        .isEqualTo(ints(-1, -1, 0, 0));
    assertThat(calls.vector("i32x4.trunc_sat_f64x2_s_zero", doubles(Double.NEGATIVE_INFINITY, 7.9)))
        .isEqualTo(ints(Integer.MIN_VALUE, 7, 0, 0));
  }

  @Test
  void theProductOfTheLeastFractionsSaturates() {
    V128 least = calls.vector("i16x8.splat", 0x8000);

    assertThat(calls.vector("i16x8.q15mulr_sat_s", least, least))
        .isEqualTo(calls.vector("i16x8.splat", 0x7fff));
    assertThat(calls.vector("i32x4.dot_i16x8_s", least, least))
        .isEqualTo(calls.vector("i32x4.splat", Integer.MIN_VALUE));
    assertThat(calls.vector("i16x8.abs", least)).isEqualTo(least);
  }

  @Test
  void swizzleReadsZeroBeyondTheLastByte() {
    V128 bytes = new V128(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    V128 numbers = new V128(0x0f_10_11_80_ff_01_00_08L, 0L);

    assertThat(calls.vector("i8x16.swizzle", bytes, numbers))
        .isEqualTo(new V128(0x0f_00_00_00_00_01_00_08L, 0L));
  }
}
