package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.FUNCREF;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static dev.atoll.wasm.ValueType.V128;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Vectors are values like all others: where they go, what they cost, and their NaNs.
///
/// What single instructions compute is for the scripts of the specification.
interface VectorRules {

  int LOAD = 0xfd00;
  int STORE = 0xfd0b;
  int LOAD32_ZERO = 0xfd5c;
  int LOAD64_LANE = 0xfd57;
  int STORE16_LANE = 0xfd59;
  int I8X16_ADD = 0xfd6e;
  int I64X2_ADD = 0xfdce;
  int I64X2_REPLACE_LANE = 0xfd1e;
  int F32X4_MUL = 0xfde6;
  int F64X2_SQRT = 0xfdef;
  int PAGE = LinearMemory.PAGE_SIZE_BYTES;
  int END = LinearMemory.WASM_PAGE_SIZE_BYTES;

  EngineLab lab();

  /// Whether the engine runs code with vectors; otherwise it refuses all of it.
  default boolean runsVectors() {
    return true;
  }

  /// Runs `code`, or makes sure that it is refused.
  private void check(Consumer<CodeBuilder> code, Consumer<RunningModule> rule) {
    check(EngineLab.module(code, V128, V128, I32), rule);
  }

  private void check(WasmModuleBuilder module, Consumer<RunningModule> rule) {
    if (runsVectors()) {
      rule.accept(lab().start(module));
    } else {
      Bytes wasm = module.build();
      assertThatThrownBy(() -> lab().compile(wasm))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("SIMD");
    }
  }

  private static void assertVector(RunningModule module, long address, long low, long high) {
    assertThat(module.i64(address)).isEqualTo(low);
    assertThat(module.i64(address + 8)).isEqualTo(high);
  }

  @Test
  default void vectorsGoThroughLocalsThatBeginWithZeros() {
    check(
        code ->
            code.i32(16)
                .v128(1, 2)
                .tee(0)
                .get(0)
                .op(I64X2_ADD)
                .access(STORE, 0)
                .i32(32)
                .get(1)
                .get(0)
                .set(1)
                .access(STORE, 0)
                .i32(48)
                .get(1)
                .access(STORE, 0),
        module -> {
          module.run();

          assertVector(module, 16, 2, 4);
          assertVector(module, 32, 0, 0);
          assertVector(module, 48, 1, 2);
        });
  }

  @Test
  default void vectorsGoThroughBlocksBranchesAndSelect() {
    check(
        code -> {
          code.i32(0);
          code.open(Opcodes.BLOCK, V128).v128(3, 4).i32(1).brIf(0).op(Opcodes.DROP);
          code.v128(5, 6).end();
          code.v128(7, 8).i32(0).op(Opcodes.SELECT);
          code.i32(1).open(Opcodes.IF, V128).v128(10, 20).orElse().v128(30, 40).end();
          code.op(I64X2_ADD).access(STORE, 0);
        },
        module -> {
          module.run();

          assertVector(module, 0, 17, 28);
        });
  }

  /// `(i32, v128, i64) -> (v128, i64, v128)`: the vector, the number twice, the vector twice.
  private static int several(WasmModuleBuilder module) {
    return module.function(
        List.of(I32, V128, I64),
        List.of(V128, I64, V128),
        List.of(),
        code -> code.get(1).get(2).get(2).op(Opcodes.I64_ADD).get(1).get(1).op(I64X2_ADD));
  }

  private static WasmModuleBuilder calling(boolean indirect) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int several = several(module);
    int type = module.type(List.of(I32, V128, I64), List.of(V128, I64, V128));
    if (indirect) {
      module.table(FUNCREF, false, 1);
      module.elements(offset -> offset.i32(0), several);
    }
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(V128, I64),
            code -> {
              code.i32(9).v128(11, 12).i64(21);
              if (indirect) {
                code.i32(0).callIndirect(type, 0);
              } else {
                code.call(several);
              }
              code.set(0).set(1);
              code.get(1).with(I64X2_REPLACE_LANE, 0).get(0).op(I64X2_ADD).set(0);
              code.i32(0).get(0).access(STORE, 0);
            });
    return module.exportFunction("run", run);
  }

  @Test
  default void vectorsAreArgumentsAndResultsOfCalls() {
    for (boolean indirect : new boolean[] {false, true}) {
      check(
          calling(indirect),
          module -> {
            module.run();

            // (22, 24) + (11, 12) with its first lane replaced by 42
            assertVector(module, 0, 22 + 42, 24 + 12);
          });
    }
  }

  @Test
  default void aGlobalVectorTakesTwoPlaces() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, code -> code.i32(1));
    module.global(V128, true, code -> code.v128(2, 3));
    module.global(V128, false, code -> code.v128(4, 5));
    module.global(I64, true, code -> code.i64(6));
    module.exportFunction(
        "run",
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.globalGet(1).globalGet(2).op(I64X2_ADD).globalSet(1)));
    check(
        module,
        running -> {
          assertThat(running.instance().globals()).containsExactly(1, 2, 3, 4, 5, 6);

          running.run();

          assertThat(running.instance().globals()).containsExactly(1, 6, 8, 4, 5, 6);

          running.instance().setGlobals(new long[] {9, 10, 11, 12, 13, 14});
          running.run();

          assertThat(running.instance().globals()).containsExactly(9, 14, 16, 4, 5, 14);
        });
  }

  @Test
  default void aStoreAcrossPagesMarksBoth() {
    check(
        code -> code.i32(0).v128(-1, -1).access(STORE, PAGE - 16),
        module -> {
          module.run();
          assertThat(module.memory().dirtyPages()).containsExactly(0);
        });
    check(
        code -> code.i32(1).v128(-1, -1).access(STORE, PAGE - 16),
        module -> {
          module.run();
          assertThat(module.memory().dirtyPages()).containsExactly(0, 1);
        });
    check(
        code -> code.i32(2 * PAGE - 1).v128(-1, -1).with(STORE16_LANE, 0, 0).bytes(7),
        module -> {
          module.run();
          assertThat(module.memory().dirtyPages()).containsExactly(1, 2);
          assertThat(module.i64(2 * PAGE - 1)).isEqualTo(0xffffL);
        });
  }

  @Test
  default void loadsAndStoresStopAtTheEndOfTheMemory() {
    check(
        code ->
            code.i32(END - 32)
                .v128(1, 2)
                .access(STORE, 16)
                .i32(0)
                .i32(END - 4)
                .access(LOAD32_ZERO, 0)
                .access(STORE, 0),
        RunningModule::run);
    checkOutOfBounds(code -> code.i32(END - 16).v128(1, 2).access(STORE, 1));
    checkOutOfBounds(code -> code.i32(-1).access(LOAD, 1).op(Opcodes.DROP));
    checkOutOfBounds(
        code -> code.i32(END - 7).v128(1, 2).with(LOAD64_LANE, 0, 0).bytes(1).op(Opcodes.DROP));
    checkOutOfBounds(code -> code.i32(END - 1).v128(1, 2).with(STORE16_LANE, 0, 0).bytes(0));
  }

  private void checkOutOfBounds(Consumer<CodeBuilder> code) {
    check(
        code,
        module -> {
          assertThat(module.trap()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
          assertThat(module.memory().dirtyPages()).isEmpty();
        });
  }

  @Test
  default void a64BitMemoryHoldsVectorsToo() {
    for (long offset : new long[] {0, END - 16, END - 15, 1L << 40, -1}) {
      WasmModuleBuilder builder = new WasmModuleBuilder().memory(true, 1);
      builder.exportFunction(
          "run",
          builder.function(
              List.of(),
              List.of(),
              List.<ValueType>of(),
              code ->
                  code.i64(0)
                      .v128(7, 8)
                      .access(STORE, offset)
                      .i64(32)
                      .i64(0)
                      .access(LOAD, offset)
                      .access(STORE, 0)));
      check(
          builder,
          module -> {
            if (offset == 0 || offset == END - 16) {
              module.run();
              assertVector(module, offset, 7, 8);
              assertVector(module, 32, 7, 8);
            } else {
              assertThat(module.trap()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
            }
          });
    }
  }

  @Test
  default void arithmeticOnLanesGivesTheCanonicalNan() {
    long nans = 0x7fa0_0001_ffc1_2345L;
    check(
        code ->
            code.i32(0)
                .v128(nans, nans)
                .v128(nans, 0x3f80_0000_3f80_0000L)
                .op(F32X4_MUL)
                .access(STORE, 0)
                .i32(16)
                .v128(0xfff4_0000_0000_0001L, Double.doubleToRawLongBits(-1))
                .op(F64X2_SQRT)
                .access(STORE, 0),
        module -> {
          module.run();

          assertVector(module, 0, 0x7fc0_0000_7fc0_0000L, 0x7fc0_0000_7fc0_0000L);
          assertVector(module, 16, 0x7ff8_0000_0000_0000L, 0x7ff8_0000_0000_0000L);
        });
  }

  @Test
  default void vectorInstructionsHaveTheirWeights() {
    check(
        code -> code.v128(1, 2).op(F64X2_SQRT).v128(3, 4).op(I8X16_ADD, Opcodes.DROP),
        module -> {
          module.run();

          assertThat(module.used(EngineLab.PLENTY)).isEqualTo(1 + 1 + 14 + 1 + 1 + 1);
        });
  }
}
