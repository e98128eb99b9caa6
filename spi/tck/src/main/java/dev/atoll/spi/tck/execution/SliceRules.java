package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An execution in slices is the same as one without.
interface SliceRules {

  int I32_STORE = 0x36;

  int I32_MUL = 0x6c;

  int PAGE_SIZE_BYTES = 4096;

  EngineLab lab();

  /// Adds up in `sum`, which calls itself, calls the host and writes to a page in each round, so
  /// that slices end in loops, at the beginning of functions, after calls and bulk operations.
  private RunningModule busy() {
    EngineLab lab = lab().host("tick", arguments -> arguments[0] + 1);
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int tick = builder.importFunction("host", "tick", List.of(I32), List.of(I32));
    builder.memory(false, 1);
    // The index of the function is known before it is written: it follows the import.
    int self = tick + 1;
    int sum =
        builder.function(
            List.of(I32),
            List.of(I32),
            List.of(),
            code ->
                code.get(0)
                    .open(Opcodes.IF, I32)
                    .get(0)
                    .i32(1)
                    .op(Opcodes.I32_SUB)
                    .call(self)
                    .get(0)
                    .call(tick)
                    .op(Opcodes.I32_ADD)
                    .orElse()
                    .i32(0)
                    .end());
    assertThat(sum).isEqualTo(self);
    int run =
        builder.function(
            List.of(),
            List.of(),
            List.of(I32),
            code ->
                code.i32(12)
                    .set(0)
                    .open(Opcodes.LOOP)
                    .get(0)
                    .i32(PAGE_SIZE_BYTES)
                    .op(I32_MUL)
                    .get(0)
                    .call(sum)
                    .access(I32_STORE, 4)
                    .get(0)
                    .i32(1)
                    .op(Opcodes.I32_SUB)
                    .tee(0)
                    .brIf(0)
                    .end());
    return lab.start(builder.exportFunction("run", run));
  }

  private static List<Integer> written(RunningModule module) {
    List<Integer> words = new ArrayList<>();
    for (int page = 0; page < 16; page++) {
      words.add(module.i32((long) page * PAGE_SIZE_BYTES + 4));
    }
    return words;
  }

  @Test
  default void slicesChangeNeitherResultsNorCountsNorPages() {
    RunningModule whole = busy();
    whole.run();
    long used = whole.used(EngineLab.PLENTY);
    assertThat(used).isGreaterThan(1_000);

    for (long slice : new long[] {1, 2, 3, 7, 50, 333, used - 1, used, used + 1}) {
      RunningModule sliced = busy();
      long[] given = {slice};
      sliced
          .counter()
          .begin(
              EngineLab.PLENTY,
              slice,
              () -> {
                given[0] += slice;
                return slice;
              });

      sliced.run();

      assertThat(sliced.used(EngineLab.PLENTY)).as("slices of %d", slice).isEqualTo(used);
      assertThat(written(sliced)).as("slices of %d", slice).isEqualTo(written(whole));
      assertThat(sliced.memory().dirtyPages())
          .as("slices of %d", slice)
          .isEqualTo(whole.memory().dirtyPages());
      assertThat(given[0]).as("slices of %d", slice).isBetween(used - 100, used + slice);
    }
  }

  @Test
  default void theLimitIsWhereItIsWithoutSlices() {
    for (long limit : new long[] {10, 100, 1_000}) {
      RunningModule whole = busy();
      whole.counter().begin(limit);
      assertThat(whole.trap()).isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);

      for (long slice : new long[] {1, 9, 64}) {
        RunningModule sliced = busy();
        sliced.counter().begin(limit, slice, () -> slice);

        assertThat(sliced.trap()).isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);

        assertThat(sliced.counter().total()).isEqualTo(whole.counter().total());
        assertThat(written(sliced)).isEqualTo(written(whole));
      }
    }
  }

  /// What is used when the slice ends is the same each time.
  @Test
  default void aSliceEndsWhereCodeTests() {
    List<Long> first = ends();

    assertThat(first).hasSizeGreaterThan(10).isSorted();
    assertThat(ends()).isEqualTo(first);
  }

  private List<Long> ends() {
    List<Long> ends = new ArrayList<>();
    RunningModule module = busy();
    module
        .counter()
        .begin(
            EngineLab.PLENTY,
            100,
            () -> {
              ends.add(module.used(EngineLab.PLENTY));
              return 100;
            });
    module.run();
    return ends;
  }

  @Test
  default void codeThatUsedASliceInAdvanceAsksAtOnce() {
    RunningModule module = busy();
    int[] asked = new int[1];
    module
        .counter()
        .begin(
            EngineLab.PLENTY,
            -250,
            () -> {
              asked[0]++;
              return asked[0] < 4 ? 100 : EngineLab.PLENTY;
            });

    module.run();

    RunningModule whole = busy();
    whole.run();
    assertThat(asked[0]).isEqualTo(4);
    assertThat(module.used(EngineLab.PLENTY)).isEqualTo(whole.used(EngineLab.PLENTY));
  }

  @Test
  default void whatIsThrownInPlaceOfASlicePassesThroughUnchanged() {
    RunningModule module = busy();
    RuntimeException thrown = new IllegalStateException("no more");
    module
        .counter()
        .begin(
            EngineLab.PLENTY,
            100,
            () -> {
              throw thrown;
            });

    assertThatThrownBy(module::run).isSameAs(thrown);
  }
}
