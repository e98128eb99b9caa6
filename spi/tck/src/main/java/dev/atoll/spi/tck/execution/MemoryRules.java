package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The memory is the core's: every write marks its pages, and no other page.
interface MemoryRules {

  int I32_STORE8 = 0x3a;
  int F64_STORE = 0x39;
  int PAGE = LinearMemory.PAGE_SIZE_BYTES;

  EngineLab lab();

  private int[] dirtyAfter(Consumer<CodeBuilder> code) {
    RunningModule module = lab().start(EngineLab.module(code));
    module.run();
    return module.memory().dirtyPages();
  }

  @Test
  default void aStoreMarksThePagesThatItTouches() {
    assertThat(dirtyAfter(code -> code.i32(0).i32(0).access(I32_STORE8, 0))).containsExactly(0);
    assertThat(dirtyAfter(code -> code.i32(PAGE - 1).i32(0).access(I32_STORE8, 0)))
        .containsExactly(0);
    assertThat(dirtyAfter(code -> code.i32(PAGE - 4).i32(0).access(Opcodes.I32_STORE, 0)))
        .containsExactly(0);
    assertThat(dirtyAfter(code -> code.i32(PAGE - 3).i32(0).access(Opcodes.I32_STORE, 0)))
        .containsExactly(0, 1);
    assertThat(dirtyAfter(code -> code.i32(1).i64(0).access(Opcodes.I64_STORE, 2 * PAGE - 8)))
        .containsExactly(1, 2);
    assertThat(dirtyAfter(code -> code.i32(65_528).f64Bits(1).access(F64_STORE, 0)))
        .containsExactly(15);
  }

  @Test
  default void aLoadMarksNothing() {
    assertThat(dirtyAfter(code -> code.i32(5).access(Opcodes.I64_LOAD, 5).op(Opcodes.DROP)))
        .isEmpty();
  }

  @Test
  default void bulkOperationsMarkTheirTargetOnly() {
    assertThat(
            dirtyAfter(
                code -> code.i32(PAGE).i32(0).i32(2 * PAGE + 1).with(Opcodes.MEMORY_FILL, 0)))
        .containsExactly(1, 2, 3);
    assertThat(
            dirtyAfter(
                code -> code.i32(5 * PAGE - 1).i32(0).i32(2).with(Opcodes.MEMORY_COPY, 0, 0)))
        .containsExactly(4, 5);
    assertThat(dirtyAfter(code -> code.i32(65_536).i32(0).i32(0).with(Opcodes.MEMORY_FILL, 0)))
        .isEmpty();
  }

  @Test
  default void aStoreThatTrapsChangesNothing() {
    RunningModule module =
        lab()
            .start(EngineLab.module(code -> code.i32(65_530).i64(-1).access(Opcodes.I64_STORE, 0)));

    assertThat(module.trap()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);

    assertThat(module.memory().dirtyPages()).isEmpty();
    assertThat(module.memory().read(65_530, 6)).containsOnly(0);
  }

  @Test
  default void aFillThatTrapsChangesNothing() {
    RunningModule module =
        lab()
            .start(
                EngineLab.module(
                    code -> code.i32(65_530).i32(1).i32(7).with(Opcodes.MEMORY_FILL, 0)));

    assertThat(module.trap()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);

    assertThat(module.memory().dirtyPages()).isEmpty();
    assertThat(module.memory().read(65_530, 6)).containsOnly(0);
  }

  @Test
  default void overlappingBytesAreCopiedAsTheyWere() {
    RunningModule module =
        lab()
            .start(
                EngineLab.module(
                    code ->
                        code.i32(0)
                            .i64(0x0807060504030201L)
                            .access(Opcodes.I64_STORE, 0)
                            .i32(2)
                            .i32(0)
                            .i32(8)
                            .with(Opcodes.MEMORY_COPY, 0, 0)));

    module.run();

    assertThat(module.memory().read(0, 10)).containsExactly(1, 2, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  /// Stores the result of `memory.grow` at 0 and `memory.size` at 4.
  private static WasmModuleBuilder growing(int pages) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1, 3);
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .i32(pages)
                    .with(Opcodes.MEMORY_GROW, 0)
                    .access(Opcodes.I32_STORE, 0)
                    .i32(4)
                    .with(Opcodes.MEMORY_SIZE, 0)
                    .access(Opcodes.I32_STORE, 0));
    return module.exportFunction("run", run);
  }

  @Test
  default void aMemoryGrowsToItsMaximumAndNoFurther() {
    RunningModule module = lab().start(growing(1));

    int[][] expected = {{1, 2}, {2, 3}, {-1, 3}};
    for (int[] result : expected) {
      module.run();
      assertThat(module.i32(0)).isEqualTo(result[0]);
      assertThat(module.i32(4)).isEqualTo(result[1]);
    }
    assertThat(module.memory().sizePages()).isEqualTo(3);
  }

  @Test
  default void growingByFarTooMuchFails() {
    for (int pages : new int[] {-1, Integer.MIN_VALUE, 65_536}) {
      RunningModule module = lab().start(growing(pages));

      module.run();

      assertThat(module.i32(0)).as("grow by %d", pages).isEqualTo(-1);
      assertThat(module.i32(4)).isEqualTo(1);
    }
  }

  @Test
  default void whatTheGuardOfGrowthThrowsPassesThrough() {
    RunningModule module = lab().start(growing(1));
    IllegalStateException refusal = new IllegalStateException("no more");
    module
        .memory()
        .setGrowthGuard(
            (before, after) -> {
              throw refusal;
            });

    assertThatThrownBy(module::run).isSameAs(refusal);

    assertThat(module.memory().sizePages()).isEqualTo(1);
  }

  @Test
  default void newBytesAreUsedAtOnceAndAreZero() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1, 2);
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(1)
                    .with(Opcodes.MEMORY_GROW, 0)
                    .op(Opcodes.DROP)
                    .i32(131_064)
                    .i32(131_056)
                    .access(Opcodes.I64_LOAD, 0)
                    .i64(7)
                    .op(Opcodes.I64_ADD)
                    .access(Opcodes.I64_STORE, 0));
    RunningModule running = lab().start(module.exportFunction("run", run));

    running.run();

    assertThat(running.i64(131_064)).isEqualTo(7);
    assertThat(running.memory().dirtyPages()).containsExactly(31);
  }

  /// Adds one to the i32 at address 0 and to global 0, grows by a page, and then traps.
  private static WasmModuleBuilder changingAndTrapping() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1, 100);
    module.global(I32, true, code -> code.i32(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .i32(0)
                    .access(Opcodes.I32_LOAD, 0)
                    .i32(1)
                    .op(Opcodes.I32_ADD)
                    .access(Opcodes.I32_STORE, 0)
                    .globalGet(0)
                    .i32(1)
                    .op(Opcodes.I32_ADD)
                    .globalSet(0)
                    .i32(1)
                    .with(Opcodes.MEMORY_GROW, 0)
                    .op(Opcodes.DROP)
                    .op(Opcodes.UNREACHABLE));
    return module.exportFunction("run", run);
  }

  @Test
  default void anInstanceGoesOnAfterItIsRolledBack() {
    RunningModule module = lab().start(changingAndTrapping());
    try (CommittedMemory image = new CommittedMemory()) {
      module.memory().commit(image);
      long[] globals = module.instance().globals();

      for (int round = 0; round < 3; round++) {
        assertThat(module.trap()).isEqualTo(TrapCode.UNREACHABLE);
        assertThat(module.i32(0)).isEqualTo(1);
        assertThat(module.instance().globals()).containsExactly(1);
        assertThat(module.memory().sizePages()).isEqualTo(2);

        module.memory().rollback(image);
        module.instance().setGlobals(globals);

        assertThat(module.i32(0)).isZero();
        assertThat(module.memory().sizePages()).isEqualTo(1);
      }
    }
  }

  private static WasmModuleBuilder withData(int offset) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.data(code -> code.i32(offset), Bytes.ofUtf8("hello"));
    int run = module.function(List.of(), List.of(), List.of(), code -> {});
    return module.exportFunction("run", run);
  }

  @Test
  default void activeDataIsWrittenToAFreshMemory() {
    RunningModule module = lab().start(withData(PAGE - 2));

    assertThat(module.memory().read(PAGE - 2, 5)).asString().isEqualTo("hello");
    assertThat(module.memory().dirtyPages()).containsExactly(0, 1);
  }

  @Test
  default void activeDataIsNotWrittenAgain() {
    Bytes wasm = withData(10).build();
    CompiledModule module = lab().compile(wasm);
    RunningModule running = lab().start(module, lab().memoryOf(wasm), EngineLab.PLENTY, false);

    running.run();

    assertThat(running.memory().read(0, 65_536)).containsOnly(0);
    assertThat(running.memory().dirtyPages()).isEmpty();
  }

  @Test
  default void activeDataThatDoesNotFitTrapsWhenItIsWritten() {
    for (int offset : new int[] {65_532, 65_537, -1}) {
      Bytes wasm = withData(offset).build();
      CompiledModule module = lab().compile(wasm);

      assertThatThrownBy(() -> lab().start(module, lab().memoryOf(wasm), 1, true))
          .isInstanceOfSatisfying(
              TrapException.class,
              trap -> assertThat(trap.code()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS));
    }
  }

  /// `memory.init` of a passive segment to address 0, then `data.drop`.
  private static WasmModuleBuilder initialising(int from, int length) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int segment = module.passiveData(Bytes.ofUtf8("passive"));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .i32(from)
                    .i32(length)
                    .with(Opcodes.MEMORY_INIT, segment, 0)
                    .with(Opcodes.DATA_DROP, segment));
    return module.exportFunction("run", run);
  }

  @Test
  default void aPassiveSegmentIsCopiedUntilItIsDropped() {
    RunningModule module = lab().start(initialising(1, 3));

    module.run();

    assertThat(module.memory().read(0, 4)).containsExactly('a', 's', 's', 0);
    assertThat(module.memory().dirtyPages()).containsExactly(0);
    assertThat(module.trap()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
  }

  @Test
  default void aDroppedSegmentIsThereAgainInTheNextInstance() {
    Bytes wasm = initialising(0, 7).build();
    CompiledModule module = lab().compile(wasm);

    for (int i = 0; i < 2; i++) {
      RunningModule running = lab().start(module, lab().memoryOf(wasm), EngineLab.PLENTY, true);
      running.run();
      assertThat(running.memory().read(0, 7)).asString().isEqualTo("passive");
    }
  }

  @Test
  default void aRangeBeyondAPassiveSegmentTraps() {
    for (int[] range : new int[][] {{0, 8}, {8, 0}, {-1, 1}, {1, -1}}) {
      assertThat(lab().start(initialising(range[0], range[1])).trap())
          .as("%d bytes from %d", range[1], range[0])
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
    }
  }

  @Test
  default void a64BitMemoryIsUsedWith64BitAddresses() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i64(8)
                    .i64(1)
                    .with(Opcodes.MEMORY_GROW, 0)
                    .access(Opcodes.I64_STORE, 0)
                    .i64(16)
                    .with(Opcodes.MEMORY_SIZE, 0)
                    .access(Opcodes.I64_STORE, 0));
    RunningModule running = lab().start(module.exportFunction("run", run));

    running.run();

    assertThat(running.i64(8)).isEqualTo(1);
    assertThat(running.i64(16)).isEqualTo(2);
    assertThat(running.memory().dirtyPages()).containsExactly(0);
  }

  @Test
  default void a64BitAddressIsNotCutOff() {
    for (long address : new long[] {1L << 32, 1L << 63, -8, 65_529}) {
      WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
      int run =
          module.function(
              List.of(),
              List.of(),
              List.of(ValueType.I64),
              code -> code.i64(address).access(Opcodes.I64_LOAD, 0).op(Opcodes.DROP));

      assertThat(lab().start(module.exportFunction("run", run)).trap())
          .as("address 0x%x", address)
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
    }
  }
}
