package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.F32;
import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.FUNCREF;
import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The bits of NaNs are the canonical ones wherever they can be seen, and those of NaNs that were
/// only moved stay, in each tier of the JVM's compilers.
///
/// Each piece of code leaves an f32; it runs often enough for every tier.
final class NansTest {

  private static final int SIGNALLING = 0x7fa0_0001;
  private static final int NEGATIVE = 0xffc1_2345;
  private static final int CANONICAL = 0x7fc0_0000;
  private static final int ROUNDS = 30_000;
  private static final int REINTERPRET = 0xbc;
  private static final int COPYSIGN = 0x98;
  private static final int NEG = 0x8c;

  private static final List<CompilerOptions> OPTIONS =
      List.of(CompilerOptions.DEFAULT, new CompilerOptions(8, true));

  /// Local 0 of the code is an i32 that is not 0, 1 and 2 are f32 with NaNs, 3 and 4 are f32.
  private static void assertBits(int expected, Consumer<CodeBuilder> code) {
    assertBits(new WasmModuleBuilder(), expected, code);
  }

  private static void assertBits(
      WasmModuleBuilder module, int expected, Consumer<CodeBuilder> code) {
    int piece = module.function(List.of(I32, F32, F32), List.of(F32), List.of(F32, F32, I32), code);
    int differs = module.global(I32, true, initial -> initial.i32(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I32),
            body ->
                body.i32(ROUNDS)
                    .set(0)
                    .open(Opcodes.LOOP)
                    .get(0)
                    .f32Bits(SIGNALLING)
                    .f32Bits(NEGATIVE)
                    .call(piece)
                    .op(REINTERPRET)
                    .i32(expected)
                    .op(0x73)
                    .globalGet(differs)
                    .op(0x72)
                    .globalSet(differs)
                    .get(0)
                    .i32(1)
                    .op(Opcodes.I32_SUB)
                    .tee(0)
                    .brIf(0)
                    .end());
    module.exportFunction("run", run);
    for (CompilerOptions options : OPTIONS) {
      Outcome outcome = Outcome.of(module, options, arguments -> 0);
      assertThat(outcome.globals().get(differs)).as("bits that differ, %s", options).isZero();
    }
  }

  private static CodeBuilder sum(CodeBuilder code) {
    return code.get(1).get(2).op(Opcodes.F32_ADD);
  }

  @Test
  void everyArgumentIsCanonical() {
    for (int argument = 0; argument < 2; argument++) {
      int shown = argument;
      WasmModuleBuilder module = new WasmModuleBuilder();
      int callee =
          module.function(List.of(F32, F32, I32), List.of(F32), List.of(), code -> code.get(shown));

      assertBits(module, CANONICAL, code -> sum(sum(code)).get(0).call(callee));
    }
  }

  @Test
  void argumentsOfIndirectCallsAreCanonical() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int first = module.function(List.of(F32, I32), List.of(F32), List.of(), code -> code.get(0));
    module.table(FUNCREF, false, 1);
    module.elements(offset -> offset.i32(0), first);
    int type = module.type(List.of(F32, I32), List.of(F32));

    assertBits(module, CANONICAL, code -> sum(code).get(0).i32(0).callIndirect(type, 0));
  }

  @Test
  void valuesThatBranchesCarryAreCanonical() {
    assertBits(
        CANONICAL,
        code -> sum(code.open(Opcodes.BLOCK, F32)).get(0).brIf(0).op(Opcodes.DROP).get(1).end());
    assertBits(
        CANONICAL,
        code -> {
          code.open(Opcodes.BLOCK, F32).open(Opcodes.BLOCK, F32);
          sum(code).get(0).brTable(0, 1).end().end();
        });
    assertBits(CANONICAL, code -> sum(code.open(Opcodes.BLOCK, F32)).br(0).end());
    assertBits(CANONICAL, code -> sum(code).op(Opcodes.RETURN));
  }

  @Test
  void parametersAndResultsOfBlocksAreCanonical() {
    for (int opcode : new int[] {Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF}) {
      WasmModuleBuilder module = new WasmModuleBuilder();
      int type = module.type(List.of(F32), List.of(F32));

      assertBits(
          module,
          CANONICAL,
          code -> {
            sum(code);
            if (opcode == Opcodes.IF) {
              code.get(0);
            }
            code.openTyped(opcode, type).end();
          });
    }
    assertBits(
        CANONICAL,
        code -> {
          sum(code.get(0).open(Opcodes.IF, F32)).orElse().get(1).end();
        });
  }

  @Test
  void operandsBelowABlockAreCanonicalAfterIt() {
    assertBits(
        CANONICAL,
        code -> {
          sum(code).i32(9).set(5).open(Opcodes.LOOP);
          code.get(5).i32(1).op(Opcodes.I32_SUB).tee(5).brIf(0).end();
        });
  }

  @Test
  void bothOperandsOfCopysignAreCanonical() {
    assertBits(CANONICAL, code -> sum(code).get(3).op(COPYSIGN));
    assertBits(CANONICAL, code -> sum(sum(code)).op(COPYSIGN));
    assertBits(CANONICAL | Integer.MIN_VALUE, code -> sum(code).op(NEG));
    assertBits(CANONICAL, code -> sum(code).op(NEG, Opcodes.F32_ABS));
  }

  @Test
  void aSelectedValueKeepsItsOwnBits() {
    assertBits(SIGNALLING, code -> sum(code).get(1).i32(0).op(Opcodes.SELECT));
    assertBits(CANONICAL, code -> sum(code).get(1).get(0).op(Opcodes.SELECT));
    assertBits(CANONICAL, code -> sum(code.get(1)).get(0).op(Opcodes.I32_EQZ, Opcodes.SELECT));
  }

  @Test
  void localsOfArithmeticShowCanonicalBitsAndConstantsTheirOwn() {
    assertBits(CANONICAL, code -> sum(code).set(3).get(3));
    assertBits(CANONICAL, code -> sum(code).tee(3).tee(4).op(Opcodes.DROP).get(4));
    assertBits(
        SIGNALLING,
        code -> {
          sum(code).set(3).f32Bits(SIGNALLING).set(3).get(3);
        });
    assertBits(
        SIGNALLING,
        code -> {
          sum(code).set(3).get(1).set(3).get(3);
        });
  }

  @Test
  void conversionsBetweenFloatsAndTheMemoryShowCanonicalBits() {
    assertBits(CANONICAL, code -> code.get(1).op(0xbb, 0xb6));
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    assertBits(module, CANONICAL, code -> sum(code.i32(0)).access(0x38, 0).i32(0).access(0x2a, 0));
  }

  @Test
  void globalsResultsAndTheHostSeeCanonicalBits() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int host = module.importFunction("host", "f", List.of(F64, F32, I32), List.of());
    module.global(F64, true, initial -> initial.f64Bits(0));
    List<ValueType> two = List.of(F64, F64);
    int results =
        module.function(
            List.of(F64),
            two,
            List.of(),
            code -> code.get(0).get(0).op(Opcodes.F64_ADD).get(0).get(0).op(Opcodes.F64_ADD));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(F64),
            code ->
                code.f64Bits(0xfff4_0000_0000_0001L)
                    .call(results)
                    .op(Opcodes.DROP)
                    .globalSet(0)
                    .f64Bits(0xfff4_0000_0000_0001L)
                    .f64Bits(1)
                    .op(Opcodes.F64_ADD)
                    .f32Bits(NEGATIVE)
                    .f32Bits(1)
                    .op(Opcodes.F32_ADD)
                    .i32(1)
                    .call(host));
    long[] seen = new long[2];

    Outcome outcome =
        Outcome.of(
            module.exportFunction("run", run),
            CompilerOptions.DEFAULT,
            arguments -> {
              seen[0] = arguments[0];
              seen[1] = arguments[1];
              return 0;
            });

    long canonical = 0x7ff8_0000_0000_0000L;
    assertThat(outcome.globals()).containsExactly(canonical);
    assertThat(seen[0]).isEqualTo(canonical);
    assertThat((int) seen[1]).isEqualTo(CANONICAL);
  }
}
