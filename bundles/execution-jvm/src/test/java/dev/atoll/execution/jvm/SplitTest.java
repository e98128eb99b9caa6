package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static dev.atoll.wasm.ValueType.V128;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Functions that are too large for one method come to the same, by the same count.
final class SplitTest {

  private static final int F64_MUL = 0xa2;
  private static final int F64_SUB = 0xa1;
  private static final int I32_REM_U = 0x70;
  private static final int I64_REINTERPRET_F64 = 0xbd;
  private static final int I64_MUL = 0x7e;
  private static final int I32_EQ = 0x46;
  private static final int I32_DIV_S = 0x6d;
  private static final int V128_XOR = 0xfd51;
  private static final int V128_STORE = 0xfd0b;

  private static final CompilerOptions WHOLE = new CompilerOptions(8, false, 60_000);

  private static Outcome agreed(WasmModuleBuilder module) {
    Outcome whole = Outcome.of(module, WHOLE, arguments -> 0);
    for (int methodBytesMax : new int[] {160, 400, 1_000, 4_000}) {
      CompilerOptions split = new CompilerOptions(8, false, methodBytesMax);
      assertThat(Outcome.of(module, split, arguments -> 0))
          .as("methods of %d bytes", methodBytesMax)
          .isEqualTo(whole);
    }
    return whole;
  }

  /// A loop around a branch table with a case for each kind of instruction, as interpreters have
  /// it: counts the parameter down and returns what the cases made of a number.
  private static WasmModuleBuilder interpreter(int cases, int rounds) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I64, true, initial -> initial.i64(0));
    module.global(I64, true, initial -> initial.i64(0));
    int helper =
        module.function(
            List.of(I64, F64),
            List.of(I64, F64),
            List.of(),
            code -> code.get(0).i64(7).op(Opcodes.I64_ADD).get(1).get(1).op(F64_MUL));
    int interpret =
        module.function(
            List.of(I32, I64),
            List.of(I64, F64),
            List.of(F64, V128, I32),
            code -> {
              code.open(Opcodes.BLOCK).open(Opcodes.LOOP);
              code.get(0).op(Opcodes.I32_EQZ).brIf(1);
              code.get(0).i32(1).op(Opcodes.I32_SUB).set(0);
              for (int i = 0; i < cases; i++) {
                code.open(Opcodes.BLOCK);
              }
              int[] labels = IntStream.rangeClosed(0, cases).map(i -> i % cases).toArray();
              code.get(0).i32(cases).op(I32_REM_U).brTable(labels);
              for (int i = 0; i < cases; i++) {
                code.end();
                writeCase(code, i, cases, helper);
              }
              code.end().end();
              code.get(1).get(2);
            });
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(F64),
            code ->
                code.i32(rounds)
                    .i64(1)
                    .call(interpret)
                    .op(I64_REINTERPRET_F64)
                    .globalSet(1)
                    .globalSet(0));
    return module.exportFunction("run", run);
  }

  private static void writeCase(CodeBuilder code, int number, int cases, int helper) {
    int next = cases - 1 - number;
    code.get(1).i64(number + 3L).op(I64_MUL).i64(number).op(Opcodes.I64_ADD).set(1);
    switch (number % 7) {
      case 0 -> code.get(1).get(2).call(helper).set(2).set(1);
      case 1 -> // a NaN, when the infinite ones meet
          code.get(2).f64Bits(Double.doubleToRawLongBits(1e300)).op(F64_MUL).set(2);
      case 2 -> code.i32(8 * number).get(1).access(Opcodes.I64_STORE, 0);
      case 3 -> {
        code.get(0).i32(5).op(I32_EQ).open(Opcodes.IF);
        code.get(1).get(2).op(Opcodes.RETURN).end();
      }
      case 4 -> {
        code.get(3).v128(number, -number).op(V128_XOR).set(3);
        code.i32(512).get(3).access(V128_STORE, 0);
      }
      case 5 -> {
        code.get(0).i32(3).op(I32_EQ).brIf(next + 1);
        code.get(2).get(2).op(F64_SUB).set(2);
      }
      default -> {
        code.i32(512).access(Opcodes.I64_LOAD, 0).get(1).op(Opcodes.I64_ADD).set(1);
        code.open(Opcodes.LOOP);
        code.get(4).i32(1).op(Opcodes.I32_ADD).tee(4).i32(11).op(I32_REM_U).brIf(0);
        code.end();
      }
    }
    code.br(next);
  }

  @Test
  void anInterpreter() {
    for (int cases : new int[] {3, 30, 180}) {
      assertThat(agreed(interpreter(cases, 1_000)).trap()).isEmpty();
    }
  }

  @Test
  void trapsAreCountedAndTracedAsInOneMethod() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int inner =
        module.function(
            List.of(),
            List.of(),
            List.of(I32),
            code -> {
              for (int i = 0; i < 200; i++) {
                code.get(0).i32(i).op(I32_EQ).open(Opcodes.IF);
                code.i32(1).get(0).i32(100).op(Opcodes.I32_SUB).op(I32_DIV_S).set(0).end();
                code.get(0).i32(1).op(Opcodes.I32_ADD).set(0);
              }
              code.op(Opcodes.UNREACHABLE);
            });
    module.name(inner, "inner");
    Outcome outcome = agreed(module.exportFunction("run", inner));
    assertThat(outcome.trap()).isNotEmpty();
    assertThat(outcome.backtrace()).containsExactly("inner");
  }

  @Test
  void branchesToTheLabelOfTheFunction() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, initial -> initial.i32(0));
    int find =
        module.function(
            List.of(I32),
            List.of(I32),
            List.of(I32),
            code -> {
              for (int i = 0; i < 200; i++) {
                code.open(Opcodes.BLOCK);
                code.i32(i).get(0).get(1).op(I32_EQ).brIf(1).op(Opcodes.DROP);
                code.get(1).i32(1).op(Opcodes.I32_ADD).set(1).end();
              }
              code.i32(-1).br(0);
            });
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i32(150).call(find).i32(500).call(find).op(Opcodes.I32_SUB).globalSet(0));

    assertThat(agreed(module.exportFunction("run", run)).globals()).containsExactly(151L);
  }

  @Test
  void manySimpleStatements() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I32, true, initial -> initial.i32(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I32),
            code -> {
              for (int i = 0; i < 12_000; i++) {
                code.get(0).i32(i).op(Opcodes.I32_ADD).set(0);
                code.i32(i * 4).get(0).access(Opcodes.I32_STORE, 0);
              }
              code.i32(40_000).access(Opcodes.I32_LOAD, 0).globalSet(0);
            });

    assertThat(agreed(module.exportFunction("run", run)).globals())
        .containsExactly(10_000L * 10_001 / 2);
  }
}
