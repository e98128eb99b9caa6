package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.Opcodes;
import org.junit.jupiter.api.Test;

/// Instructions are counted exactly.
interface CountRules {

  EngineLab lab();

  @Test
  default void straightCodeCostsTheSumOfItsInstructions() {
    RunningModule module =
        lab().start(EngineLab.module(code -> code.i32(1).i32(2).op(Opcodes.I32_ADD, Opcodes.DROP)));

    module.run();

    // The function itself, four instructions; end costs nothing.
    assertThat(module.used(EngineLab.PLENTY)).isEqualTo(5);
  }

  /// Counts local 0 down from `rounds`: each round costs `get`, `const`, `sub`, `tee` and `br_if`.
  private RunningModule loop(int rounds, long instructions) {
    return lab()
        .start(
            EngineLab.module(
                code ->
                    code.i32(rounds)
                        .set(0)
                        .open(Opcodes.LOOP)
                        .get(0)
                        .i32(1)
                        .op(Opcodes.I32_SUB)
                        .tee(0)
                        .brIf(0)
                        .end(),
                I32),
            instructions);
  }

  @Test
  default void aLoopCostsItsRounds() {
    for (int rounds : new int[] {1, 10, 100_000}) {
      RunningModule module = loop(rounds, EngineLab.PLENTY);

      module.run();

      assertThat(module.used(EngineLab.PLENTY)).isEqualTo(3 + 6L * rounds);
    }
  }

  @Test
  default void aLoopWithoutEndRunsOutOfInstructions() {
    RunningModule module = loop(0, 1_000_000);

    assertThat(module.trap()).isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);

    // The last block is charged before it is refused.
    assertThat(module.counter().left()).isNegative().isGreaterThanOrEqualTo(-6);
  }

  @Test
  default void exactlyEnoughInstructionsAreEnough() {
    RunningModule module = loop(10, 63);

    module.run();

    assertThat(module.counter().left()).isZero();
  }

  @Test
  default void aTrapCostsTheBlockThatItIsIn() {
    RunningModule module =
        lab()
            .start(
                EngineLab.module(
                    code ->
                        code.i32(1)
                            .i32(0)
                            .op(TrapRules.I32_DIV_S, Opcodes.DROP)
                            .i32(1)
                            .op(Opcodes.DROP)));

    assertThat(module.trap()).isEqualTo(TrapCode.INTEGER_DIVISION_BY_ZERO);

    // The function, two constants, the division, drop, constant, drop.
    assertThat(module.used(EngineLab.PLENTY)).isEqualTo(1 + 2 + 10 + 1 + 1 + 1);
  }
}
