package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Arithmetic gives the same bits whenever, wherever and however often it runs.
interface NumberRules {

  int F32_SUB = 0x93;
  int F32_MUL = 0x94;
  int F32_DIV = 0x95;
  int F32_SQRT = 0x91;
  int F32_NEG = 0x8c;
  int F32_COPYSIGN = 0x98;
  int F32_DEMOTE = 0xb6;
  int F64_SUB = 0xa1;
  int F64_SQRT = 0x9f;
  int F64_PROMOTE = 0xbb;
  int F32_STORE = 0x38;
  int I32_OR = 0x72;
  int I32_NE = 0x47;
  int I32_REINTERPRET = 0xbc;
  int I64_REINTERPRET = 0xbd;
  int I64_NE = 0x52;

  int SIGNALLING = 0x7fa0_0001;
  int NEGATIVE = 0xffc1_2345;
  int CANONICAL_32 = 0x7fc0_0000;
  long CANONICAL_64 = 0x7ff8_0000_0000_0000L;

  /// Enough for every tier of a just-in-time compiler.
  int ROUNDS = 100_000;

  EngineLab lab();

  /// Runs `nan`, which leaves an f32, many times and stores the bits that differ from the canonical
  /// NaN.
  private int differenceAfterManyRounds(Consumer<CodeBuilder> nan) {
    RunningModule module =
        lab()
            .start(
                EngineLab.module(
                    code -> {
                      code.i32(ROUNDS).set(0).open(Opcodes.LOOP);
                      code.get(1);
                      nan.accept(code);
                      code.op(I32_REINTERPRET).i32(CANONICAL_32).op(I32_NE, I32_OR).set(1);
                      code.get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).end();
                      code.i32(0).get(1).access(Opcodes.I32_STORE, 0);
                    },
                    I32,
                    I32));
    module.run();
    return module.i32(0);
  }

  @Test
  default void arithmeticOnNansGivesTheCanonicalOne() {
    for (int operation : new int[] {Opcodes.F32_ADD, F32_SUB, F32_MUL, F32_DIV}) {
      assertThat(
              differenceAfterManyRounds(
                  code -> code.f32Bits(SIGNALLING).f32Bits(NEGATIVE).op(operation)))
          .as("operation 0x%x", operation)
          .isZero();
    }
    for (int operation : new int[] {Opcodes.F32_CEIL, F32_SQRT, 0x8e, 0x8f, 0x90}) {
      assertThat(differenceAfterManyRounds(code -> code.f32Bits(SIGNALLING).op(operation)))
          .as("operation 0x%x", operation)
          .isZero();
    }
    for (int operation : new int[] {0x96, Opcodes.F32_MAX}) {
      assertThat(differenceAfterManyRounds(code -> code.f32Bits(0).f32Bits(NEGATIVE).op(operation)))
          .as("operation 0x%x", operation)
          .isZero();
    }
  }

  @Test
  default void conversionsOfNansGiveTheCanonicalOne() {
    assertThat(
            differenceAfterManyRounds(code -> code.f64Bits(0xfff4_0000_0000_0001L).op(F32_DEMOTE)))
        .isZero();
    assertThat(
            differenceAfterManyRounds(code -> code.f32Bits(NEGATIVE).op(F64_PROMOTE, F32_DEMOTE)))
        .isZero();
  }

  @Test
  default void nansOf64BitsAreCanonicalToo() {
    RunningModule module =
        lab()
            .start(
                EngineLab.module(
                    code ->
                        code.i32(ROUNDS)
                            .set(0)
                            .open(Opcodes.LOOP)
                            .get(1)
                            .f64Bits(Double.doubleToRawLongBits(-1))
                            .op(F64_SQRT)
                            .f64Bits(0xfff4_0000_0000_0001L)
                            .op(F64_SUB, I64_REINTERPRET)
                            .i64(CANONICAL_64)
                            .op(I64_NE, I32_OR)
                            .set(1)
                            .get(0)
                            .i32(1)
                            .op(Opcodes.I32_SUB)
                            .tee(0)
                            .brIf(0)
                            .end()
                            .i32(0)
                            .get(1)
                            .access(Opcodes.I32_STORE, 0),
                    I32,
                    I32));

    module.run();

    assertThat(module.i32(0)).isZero();
  }

  @Test
  default void bitsThatAreOnlyMovedStay() {
    RunningModule module =
        lab()
            .start(
                EngineLab.module(
                    code ->
                        code.i32(0)
                            .f32Bits(SIGNALLING)
                            .access(F32_STORE, 0)
                            .i32(4)
                            .f32Bits(SIGNALLING)
                            .op(F32_NEG)
                            .access(F32_STORE, 0)
                            .i32(8)
                            .f32Bits(SIGNALLING)
                            .f32Bits(NEGATIVE)
                            .op(F32_COPYSIGN)
                            .access(F32_STORE, 0)));

    module.run();

    assertThat(module.i32(0)).isEqualTo(SIGNALLING);
    assertThat(module.i32(4)).isEqualTo(SIGNALLING | Integer.MIN_VALUE);
    assertThat(module.i32(8)).isEqualTo(SIGNALLING | Integer.MIN_VALUE);
  }
}
