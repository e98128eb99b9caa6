package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the functions of one generated module can refer to.
///
/// @param functions types by function index, imported ones first
/// @param types of blocks, and of indirect calls to nothing in particular
/// @param counted how many functions with generated code there are, behind the imported ones
/// @param accumulator the i64 global that wrappers mix results into; code does not write it
record ModulePlan(
    WasmModuleBuilder module,
    FuzzFeatures features,
    Profile profile,
    @Nullable MemoryPlan memory,
    List<TablePlan> tables,
    List<GlobalPlan> globals,
    List<FunctionType> functions,
    List<FunctionType> types,
    int imported,
    int counted,
    List<Integer> dataSizes,
    List<Integer> elementSizes,
    List<Integer> referable,
    int accumulator) {

  private static final List<ValueType> TYPES = List.of(ValueType.values());

  /// @param pages the least size in Wasm pages
  record MemoryPlan(boolean is64, int pages) {

    ValueType addressType() {
      return is64 ? ValueType.I64 : ValueType.I32;
    }
  }

  /// @param functions the function at each place, -1 for none
  record TablePlan(ValueType element, boolean is64, int size, List<Integer> functions) {

    ValueType indexType() {
      return is64 ? ValueType.I64 : ValueType.I32;
    }
  }

  record GlobalPlan(ValueType type, boolean mutable) {}

  /// What a module is mostly about.
  enum Profile {
    MIXED,
    FLOATS,
    MEMORY,
    CONTROL,
    CALLS,
    TABLES,
    VECTORS
  }

  boolean isWide() {
    return memory != null && memory.is64();
  }

  /// The index of a block type.
  int type(List<ValueType> parameters, List<ValueType> results) {
    return module.type(parameters, results);
  }

  /// A type for a local, a parameter or a result.
  ValueType anyType(Choices choices) {
    boolean floats = profile == Profile.FLOATS;
    int at = choices.weighted(30, 20, floats ? 40 : 15, floats ? 40 : 15, vectorWeight(), 3, 1);
    return TYPES.get(at);
  }

  private int vectorWeight() {
    if (!features.has(FuzzFeatures.Feature.VECTORS)) {
      return 0;
    }
    return profile == Profile.VECTORS ? 60 : 3;
  }
}
