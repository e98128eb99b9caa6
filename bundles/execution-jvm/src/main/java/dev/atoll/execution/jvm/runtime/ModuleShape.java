package dev.atoll.execution.jvm.runtime;

import dev.atoll.wasm.ConstantExpression;
import dev.atoll.wasm.DataSegment;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.SegmentMode;
import dev.atoll.wasm.WasmModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the operations of this package need to know of a module. Immutable.
public final class ModuleShape {

  private final WasmModule module;
  private final int transfers;
  private final long memoryBytesMin;
  private final long memoryPagesMax;
  private final Map<Integer, Integer> places;

  /// @param transfers the most values that a call leaves in [Context#bits]
  public ModuleShape(WasmModule module, int transfers) {
    this.module = module;
    this.transfers = transfers;
    ExternalType.Memory memory = module.memory();
    this.memoryBytesMin = memory == null ? 0 : memory.minimum() << 16;
    this.memoryPagesMax = memory == null ? 0 : memory.maximum().orElse(Long.MAX_VALUE);
    this.places = Map.copyOf(placesOf(module));
  }

  /// Where functions lie in table 0 at first, so that they are linked there without a search.
  private static Map<Integer, Integer> placesOf(WasmModule module) {
    Map<Integer, Integer> places = new HashMap<>();
    for (var segment : module.elements()) {
      if (segment.mode() instanceof SegmentMode.Active active
          && active.index() == 0
          && offsetOf(active) >= 0) {
        int place = offsetOf(active);
        for (var item : segment.items()) {
          if (item instanceof ConstantExpression.RefFunc function) {
            places.put(function.functionIndex(), place);
          }
          place++;
        }
      }
    }
    return places;
  }

  private static int offsetOf(SegmentMode.Active active) {
    return switch (active.offset()) {
      case ConstantExpression.I32Const constant -> constant.value();
      case ConstantExpression.I64Const constant ->
          constant.value() == (int) constant.value() ? (int) constant.value() : -1;
      default -> -1;
    };
  }

  int transfers() {
    return transfers;
  }

  long memoryBytesMin() {
    return memoryBytesMin;
  }

  /// The largest size that the module declares, in Wasm pages.
  long memoryPagesMax() {
    return memoryPagesMax;
  }

  /// The place of a function in table 0 at first, -1 if it has none.
  int placeOf(int function) {
    return places.getOrDefault(function, -1);
  }

  byte[] bytes() {
    return module.bytes().unsafeArray();
  }

  List<DataSegment> data() {
    return module.data();
  }
}
