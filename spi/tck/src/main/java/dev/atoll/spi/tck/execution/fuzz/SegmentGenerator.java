package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.ModulePlan.MemoryPlan;
import dev.atoll.spi.tck.execution.fuzz.ModulePlan.TablePlan;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tables with what they hold at first, and the segments of elements and of data.
final class SegmentGenerator {

  private static final int PASSIVE_MAX = 3;
  private static final int DATA_SIZE_MAX = 200;

  private SegmentGenerator() {}

  /// Tables, the first with active elements.
  ///
  /// @param least the first function that they may hold
  /// @param referable takes the functions that they hold
  static List<TablePlan> tables(
      WasmModuleBuilder module,
      boolean wide,
      List<FunctionType> functions,
      int least,
      Set<Integer> referable,
      Choices choices) {
    List<TablePlan> tables = new ArrayList<>();
    int count = choices.of(0, 1, 1, 1, 2, 3);
    for (int i = 0; i < count; i++) {
      ValueType element = i > 0 && choices.chance(30) ? ValueType.EXTERNREF : ValueType.FUNCREF;
      boolean is64 = wide && choices.chance(60);
      int size = choices.between(4, 20);
      module.table(element, is64, size, size + choices.of(0, 1, 8, 1_500));
      List<Integer> places = new ArrayList<>(Collections.nCopies(size, -1));
      if (i == 0) {
        int start = choices.below(3);
        int[] entries = new int[choices.between(1, size - start)];
        for (int entry = 0; entry < entries.length; entry++) {
          entries[entry] = choices.between(least, functions.size() - 1);
          places.set(start + entry, entries[entry]);
          referable.add(entries[entry]);
        }
        module.elements(
            offset -> {
              if (is64) {
                offset.i64(start);
              } else {
                offset.i32(start);
              }
            },
            entries);
      }
      tables.add(new TablePlan(element, is64, size, places));
    }
    return tables;
  }

  /// Passive segments; returns the sizes of all segments.
  static List<Integer> elements(
      WasmModuleBuilder module,
      List<FunctionType> functions,
      int least,
      Set<Integer> referable,
      Choices choices) {
    List<Integer> sizes = new ArrayList<>();
    // A table with active elements comes with one segment, which counts as dropped.
    if (!referable.isEmpty()) {
      sizes.add(0);
    }
    for (int i = choices.below(PASSIVE_MAX); i > 0; i--) {
      int[] entries = new int[choices.between(1, 6)];
      for (int entry = 0; entry < entries.length; entry++) {
        entries[entry] = choices.between(least, functions.size() - 1);
        referable.add(entries[entry]);
      }
      module.passiveElements(entries);
      sizes.add(entries.length);
    }
    return sizes;
  }

  /// Active and passive segments; returns the sizes of all, 0 for active ones.
  static List<Integer> data(
      WasmModuleBuilder module, @Nullable MemoryPlan memory, Choices choices) {
    List<Integer> sizes = new ArrayList<>();
    if (memory == null) {
      return sizes;
    }
    for (int i = choices.between(1, 3); i > 0; i--) {
      byte[] content = content(choices);
      int start = choices.of(0, 16, 4_090, 65_536 - content.length);
      module.data(
          code -> {
            if (memory.is64()) {
              code.i64(start);
            } else {
              code.i32(start);
            }
          },
          Bytes.copyOf(content));
      sizes.add(0);
    }
    for (int i = choices.below(PASSIVE_MAX); i > 0; i--) {
      byte[] content = content(choices);
      module.passiveData(Bytes.copyOf(content));
      sizes.add(content.length);
    }
    boolean passive = sizes.stream().anyMatch(size -> size > 0);
    return passive ? sizes : List.of();
  }

  private static byte[] content(Choices choices) {
    byte[] content = new byte[choices.between(1, DATA_SIZE_MAX)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) choices.bits();
    }
    return content;
  }
}
