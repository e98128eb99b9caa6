package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Operands keep their order and their values over blocks, loops and branches.
final class ControlTest {

  private static final int I64_MUL = 0x7e;

  /// The value that `code` leaves; local 0 is an i32, local 1 an i64, local 2 an f64.
  private static long result(WasmModuleBuilder module, Consumer<CodeBuilder> code) {
    module.global(I64, true, initial -> initial.i64(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I32, I64, F64),
            body -> {
              code.accept(body);
              body.globalSet(0);
            });
    Outcome outcome = Outcome.of(module.exportFunction("run", run));
    assertThat(outcome.trap()).isEmpty();
    return outcome.globals().getFirst();
  }

  private static long result(Consumer<CodeBuilder> code) {
    return result(new WasmModuleBuilder(), code);
  }

  /// Counts local 0 down to 0 and leaves the loop.
  private static void again(CodeBuilder code) {
    code.get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).end();
  }

  @Test
  void operandsBelowALoopAreThereAfterIt() {
    long result =
        result(
            code -> {
              code.i64(1_000).f64Bits(Double.doubleToRawLongBits(4)).i64(7).i32(50_000).set(0);
              code.open(Opcodes.LOOP).get(1).i64(1).op(Opcodes.I64_ADD).set(1);
              again(code);
              code.get(1).op(I64_MUL).set(1).op(0xb0, Opcodes.I64_ADD).get(1).op(Opcodes.I64_ADD);
            });

    assertThat(result).isEqualTo(1_000 + 4 + 7 * 50_000);
  }

  @Test
  void aLoopTakesItsParametersRoundByRound() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int type = module.type(List.of(I64, I64), List.of(I64));

    long result =
        result(
            module,
            code -> {
              code.i32(10).set(0).i64(5).i64(1).i64(2).openTyped(Opcodes.LOOP, type);
              // Two more steps of the Fibonacci numbers, in the other order each time.
              code.set(1).get(1).op(Opcodes.I64_ADD).get(1);
              code.get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).op(Opcodes.I64_SUB).end();
              code.op(I64_MUL);
            });

    // Each round adds 2 to the first.
    assertThat(result).isEqualTo(5 * (1 + 2 * 10 - 2));
  }

  @Test
  void aBranchOutOfNestedLoopsDropsWhatLiesBetween() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int type = module.type(List.of(), List.of(I64, I32));

    long result =
        result(
            module,
            code -> {
              code.i64(100).openTyped(Opcodes.BLOCK, type).i64(1).i64(2);
              code.open(Opcodes.LOOP).i64(3).i32(4).open(Opcodes.LOOP);
              code.i64(8).i64(5).i32(6).br(2).end().op(Opcodes.DROP, Opcodes.DROP).end();
              code.op(Opcodes.DROP, Opcodes.DROP).i64(0).i32(0).end();
              code.op(Opcodes.I64_EXTEND_I32_S, Opcodes.I64_ADD, Opcodes.I64_ADD);
            });

    assertThat(result).isEqualTo(100 + 5 + 6);
  }

  @Test
  void aTableOfBranchesBringsValuesToBlocksLoopsAndTheFunction() {
    for (int chosen = -1; chosen < 4; chosen++) {
      int choice = chosen;
      WasmModuleBuilder module = new WasmModuleBuilder();
      module.global(I64, true, initial -> initial.i64(0));
      int choose =
          module.function(
              List.of(I32),
              List.of(I64),
              List.of(I64),
              code -> {
                code.i64(7).open(Opcodes.BLOCK, I64).i64(1).open(Opcodes.BLOCK, I64);
                code.i64(2).i64(10).get(0).brTable(0, 1, 2, 1).end();
                code.op(Opcodes.I64_ADD).i64(100).op(Opcodes.I64_ADD).end();
                code.op(Opcodes.I64_ADD);
              });
      int run =
          module.function(
              List.of(), List.of(), List.of(), code -> code.i32(choice).call(choose).globalSet(0));

      Outcome outcome = Outcome.of(module.exportFunction("run", run));

      long expected =
          switch (choice) {
            case 0 -> 7 + 1 + 10 + 100;
            case 2 -> 10;
            default -> 7 + 10;
          };
      assertThat(outcome.globals()).containsExactly(expected);
    }
  }

  @Test
  void comparisonsDecideBranchesWithOperandsBelow() {
    int[] comparisons = {0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f};
    long[][] pairs = {{1, 2}, {2, 1}, {1, 1}, {-1, 1}, {1, -1}};
    for (int comparison : comparisons) {
      for (long[] pair : pairs) {
        int a = (int) pair[0];
        int b = (int) pair[1];
        long plain = result(code -> code.i32(a).i32(b).op(comparison, 0xac));
        long branched =
            result(
                code -> {
                  code.i64(0).open(Opcodes.BLOCK).i64(3).i32(a).i32(b).op(comparison).brIf(0);
                  code.op(Opcodes.DROP).i32(1).set(0).end().get(0);
                  code.op(Opcodes.I32_EQZ, 0xac, Opcodes.I64_ADD);
                });
        long negated =
            result(
                code -> {
                  code.i32(a).i32(b).op(comparison, Opcodes.I32_EQZ).open(Opcodes.IF, I64);
                  code.i64(0).orElse().i64(1).end();
                });
        long selected =
            result(code -> code.i64(1).i64(0).i32(a).i32(b).op(comparison, Opcodes.SELECT));
        assertThat(List.of(branched, negated, selected))
            .as("0x%x of %d and %d", comparison, a, b)
            .containsOnly(plain);
      }
    }
  }

  @Test
  void codeThatIsNeverReachedIsLeftOut() {
    long result =
        result(
            code -> {
              code.open(Opcodes.BLOCK, I64).i64(3).br(0);
              code.open(Opcodes.IF).open(Opcodes.LOOP).br(0).end().orElse().end();
              code.op(Opcodes.I64_ADD, Opcodes.UNREACHABLE).end();
            });

    assertThat(result).isEqualTo(3);
  }

  @Test
  void aBlockMayCostMoreThanAShortHolds() {
    for (int divisions : new int[] {3_276, 3_300, 9_000}) {
      WasmModuleBuilder module = new WasmModuleBuilder();
      int run =
          module.function(
              List.of(),
              List.of(),
              List.of(I32),
              code -> {
                code.i32(-1).set(0);
                for (int i = 0; i < divisions; i++) {
                  code.get(0).i32(3).op(0x6d).set(0);
                }
              });

      Outcome outcome = Outcome.of(module.exportFunction("run", run));

      assertThat(outcome.used()).isEqualTo(1 + 2 + 13L * divisions);
    }
  }

  @Test
  void localsOfAllTypesBeginWithZero() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I64, true, initial -> initial.i64(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(ValueType.V128, ValueType.FUNCREF, ValueType.EXTERNREF, F64),
            code ->
                code.get(0)
                    .with(0xfd1d, 1)
                    .get(1)
                    .op(Opcodes.REF_IS_NULL, 0xac, Opcodes.I64_ADD)
                    .get(2)
                    .op(Opcodes.REF_IS_NULL, 0xac, Opcodes.I64_ADD)
                    .get(3)
                    .op(0xbd, Opcodes.I64_ADD)
                    .globalSet(0));

    assertThat(Outcome.of(module.exportFunction("run", run)).globals()).containsExactly(2L);
  }
}
