package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables of branches that are too long for a switch of the JVM choose as short ones do.
final class BranchTableTest {

  private static final int BLOCKS = 5;

  private static int label(int index) {
    return index * 7919 % BLOCKS;
  }

  /// Sets global 0 to the number of blocks that the branch for `index` leaves.
  private static WasmModuleBuilder choosing(int entries, int index) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I64, true, initial -> initial.i64(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I64),
            code -> {
              int[] labels = new int[entries];
              Arrays.setAll(labels, BranchTableTest::label);
              for (int i = 0; i < BLOCKS; i++) {
                code.open(Opcodes.BLOCK);
              }
              code.i32(index).brTable(labels);
              for (int i = 0; i < BLOCKS; i++) {
                code.end().get(0).i64(1L << (8 * i)).op(Opcodes.I64_ADD).set(0);
              }
              code.get(0).globalSet(0);
            });
    return module.exportFunction("run", run);
  }

  /// Behind the block that is left, everything is added.
  private static long added(int label) {
    long sum = 0;
    for (int i = label; i < BLOCKS; i++) {
      sum += 1L << (8 * i);
    }
    return sum;
  }

  @Test
  void everyIndexChoosesItsLabel() {
    for (int entries : new int[] {5, 400, 600, 16_384, 16_385, 50_000}) {
      for (int index : new int[] {0, 1, 399, 599, 16_383, 16_384, 16_385, 49_998, 49_999}) {
        int chosen = label(Math.min(index, entries - 1));
        assertThat(Outcome.of(choosing(entries, index)).globals())
            .as("index %d of %d", index, entries)
            .containsExactly(added(chosen));
      }
    }
  }

  @Test
  void anIndexThatIsNegativeIsALargeOne() {
    assertThat(Outcome.of(choosing(50_000, -1)).globals()).containsExactly(added(label(49_999)));
  }

  @Test
  void aLongTableOfBranchesThatTakeManyValuesIsCompiledQuickly() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, initial -> initial.i32(0));
    int type = module.type(List.of(), Collections.nCopies(1_000, I32));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              code.openTyped(Opcodes.BLOCK, type).openTyped(Opcodes.BLOCK, type);
              for (int i = 0; i < 1_000; i++) {
                code.i32(i);
              }
              int[] labels = new int[200_000];
              Arrays.setAll(labels, i -> i % 2);
              code.i32(77_777).brTable(labels).end().op(Opcodes.UNREACHABLE).end();
              code.globalSet(0);
              for (int i = 1; i < 1_000; i++) {
                code.op(Opcodes.DROP);
              }
            });

    assertThat(Outcome.of(module.exportFunction("run", run)).globals()).containsExactly(999L);
  }
}
