package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.ModulePlan.MemoryPlan;
import dev.atoll.wasm.Immediate;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Loads and stores: across pages, at the end of the memory, beyond it, several off one base.
final class AccessGenerator {

  private static final int PAGE = 4_096;
  private static final int WASM_PAGE = 65_536;
  private static final int V128_STORE = 0xfd0b;
  private static final int I32_DIV_S = 0x6d;

  private final Body body;
  private final ValueGenerator values;
  private final AddressGenerator addresses;

  AccessGenerator(Body body, ValueGenerator values) {
    this.body = body;
    this.values = values;
    this.addresses = new AddressGenerator(body, values);
  }

  /// Pushes what a load of this type gives; false if there is no memory or no such load.
  boolean load(ValueType type) {
    List<Instruction> loads = body.pool().loading(type);
    if (body.plan().memory() == null || loads.isEmpty()) {
      return false;
    }
    load(body.choices().of(loads));
    return true;
  }

  /// Writes any load.
  void anyLoad() {
    load(body.choices().of(body.pool().loads()));
  }

  private void load(Instruction load) {
    MemoryPlan memory = body.plan().memory();
    if (memory == null) {
      return;
    }
    long offset = addresses.access(memory, 1 << load.detail(), true);
    List<ValueType> above = InstructionPool.parameters(load);
    above.forEach(type -> values.value(type, 1));
    write(load, offset);
    body.pop(1 + above.size());
    body.pushAll(InstructionPool.results(load));
  }

  /// Writes any store.
  void anyStore() {
    MemoryPlan memory = body.plan().memory();
    if (memory == null) {
      return;
    }
    Instruction store = body.choices().of(body.pool().stores());
    long offset =
        addresses.access(
            memory, 1 << store.detail(), body.plan().features().has(FuzzFeatures.Feature.WRAPPING));
    ValueType value = InstructionPool.parameters(store).getFirst();
    values.value(value);
    write(store, offset);
    body.pop(2);
  }

  private void write(Instruction access, long offset) {
    body.spend(1);
    Choices choices = body.choices();
    int align = choices.below(access.detail() + 1);
    if (access.immediate() == Immediate.ACCESS_AND_LANE) {
      body.code().with(access.opcode(), align, offset, choices.below(access.lanes()));
    } else {
      body.code().with(access.opcode(), align, offset);
    }
  }

  /// Stores the topmost operand at a place that is there; false if that is not possible.
  boolean storeTop() {
    MemoryPlan memory = body.plan().memory();
    ValueType type = body.peek(0);
    OptionalInt local = body.writableLocal(type);
    if (memory == null || type.isReference() || local.isEmpty()) {
      return false;
    }
    body.code().set(local.getAsInt());
    addresses.constant(memory, body.choices().below(memory.pages() * WASM_PAGE - 64));
    body.code().get(local.getAsInt()).access(storeOf(type), body.choices().below(32));
    body.pop(1);
    return true;
  }

  private static int storeOf(ValueType type) {
    return switch (type) {
      case I32 -> Opcodes.I32_STORE;
      case I64 -> Opcodes.I64_STORE;
      case F32 -> 0x38;
      case F64 -> 0x39;
      default -> V128_STORE;
    };
  }

  /// Several accesses off one base, as the fields of a record are read and written; some of them
  /// beyond the end, with other traps between.
  void burst() {
    MemoryPlan memory = body.plan().memory();
    OptionalInt base =
        memory == null ? OptionalInt.empty() : body.writableLocal(memory.addressType());
    if (memory == null || base.isEmpty()) {
      return;
    }
    Choices choices = body.choices();
    long end = memory.pages() * (long) WASM_PAGE;
    long start =
        switch (choices.weighted(5, 3, 2)) {
          case 0 -> choices.below(PAGE * 3);
          case 1 -> choices.between(1, 15) * (long) PAGE - choices.below(20);
          default -> end - choices.of(4, 8, 16, 32, 64);
        };
    addresses.constant(memory, start);
    body.code().set(base.getAsInt());
    List<Long> offsets = new ArrayList<>();
    for (int i = choices.between(2, 5); i > 0; i--) {
      offsets.add((long) choices.of(0, 4, 8, 12, 16, 24, choices.below(48)));
    }
    for (long offset : offsets) {
      body.code().get(base.getAsInt());
      body.push(memory.addressType());
      if (choices.chance(50)) {
        Instruction load = choices.of(body.pool().loads());
        List<ValueType> above = InstructionPool.parameters(load);
        above.forEach(type -> values.value(type, 0));
        write(load, offset);
        body.pop(1 + above.size());
        body.pushAll(InstructionPool.results(load));
        values.discard();
      } else {
        Instruction store = choices.of(body.pool().stores());
        values.value(InstructionPool.parameters(store).getFirst(), 1);
        write(store, offset);
        body.pop(2);
      }
      if (choices.rarely(8)) {
        values.value(ValueType.I32, 1);
        values.value(ValueType.I32, 0);
        body.code().op(I32_DIV_S, Opcodes.DROP);
        body.pop(2);
      }
    }
  }
}
