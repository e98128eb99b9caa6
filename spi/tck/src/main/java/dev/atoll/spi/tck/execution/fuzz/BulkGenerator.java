package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.ModulePlan.MemoryPlan;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.List;

/// Operations on ranges of the memory, and on its size.
final class BulkGenerator {

  private static final int PAGE = AddressGenerator.PAGE;
  private static final int WASM_PAGE = AddressGenerator.WASM_PAGE;

  private final Body body;
  private final ValueGenerator values;
  private final AddressGenerator addresses;

  BulkGenerator(Body body, ValueGenerator values) {
    this.body = body;
    this.values = values;
    this.addresses = new AddressGenerator(body, values);
  }

  /// `memory.size` or `memory.grow`.
  void size() {
    MemoryPlan memory = body.plan().memory();
    if (memory == null) {
      return;
    }
    body.spend(1);
    Choices choices = body.choices();
    if (choices.chance(40)) {
      body.code().with(Opcodes.MEMORY_SIZE, 0);
    } else {
      addresses.constant(
          memory, choices.of(0, 0, 1, 1, 2, 3, 40, WASM_PAGE, -1, Integer.MIN_VALUE));
      body.code().with(Opcodes.MEMORY_GROW, 0);
    }
    body.push(memory.addressType());
  }

  /// `memory.fill`, `memory.copy`, `memory.init` or `data.drop`.
  void any() {
    MemoryPlan memory = body.plan().memory();
    if (memory == null) {
      return;
    }
    body.spend(4);
    Choices choices = body.choices();
    List<Integer> data = body.plan().dataSizes();
    int segment = data.isEmpty() ? 0 : choices.below(data.size());
    switch (choices.weighted(4, 4, data.isEmpty() ? 0 : 3, data.isEmpty() ? 0 : 1)) {
      case 0 -> {
        int length = length();
        addresses.range(memory, length);
        values.value(ValueType.I32, 1);
        addresses.constant(memory, length);
        body.code().with(Opcodes.MEMORY_FILL, 0);
        body.pop(2);
      }
      case 1 -> {
        int length = length();
        addresses.range(memory, length);
        addresses.range(memory, length);
        addresses.constant(memory, length);
        body.code().with(Opcodes.MEMORY_COPY, 0, 0);
        body.pop(2);
      }
      case 2 -> {
        int size = data.get(segment);
        int start = choices.below(size + 1);
        // Dropped segments have the length 0.
        int length = choices.chance(30) ? 0 : choices.below(size - start + 1);
        addresses.range(memory, length);
        int beyond = choices.rarely(12) ? 1 : 0;
        body.code().i32(start).i32(length + beyond).with(Opcodes.MEMORY_INIT, segment, 0);
        body.pop(1);
      }
      default -> body.code().with(Opcodes.DATA_DROP, segment);
    }
  }

  private int length() {
    Choices choices = body.choices();
    return switch (choices.weighted(6, 3, 1)) {
      case 0 -> choices.below(70);
      case 1 -> choices.below(2 * PAGE);
      default -> choices.of(0, 0, WASM_PAGE, WASM_PAGE + 1, -1, Integer.MIN_VALUE);
    };
  }
}
