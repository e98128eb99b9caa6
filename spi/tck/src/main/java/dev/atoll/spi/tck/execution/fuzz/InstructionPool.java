package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Instructions;
import dev.atoll.wasm.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The instructions that compute or access memory, by what they are good for.
///
/// Immutable.
final class InstructionPool {

  private static final int VECTOR_PREFIX = 0xfd;

  private final List<Instruction> computing;
  private final List<Instruction> floating;
  private final List<Instruction> vectors;
  private final List<Instruction> loads;
  private final List<Instruction> stores;
  private final Map<ValueType, List<Instruction>> byResult = new EnumMap<>(ValueType.class);
  private final Map<ValueType, List<Instruction>> loadsByResult = new EnumMap<>(ValueType.class);

  InstructionPool(FuzzFeatures features) {
    List<Instruction> all =
        Instructions.all()
            .filter(instruction -> !instruction.signature().isEmpty())
            .filter(
                instruction -> features.has(FuzzFeatures.Feature.VECTORS) || !isVector(instruction))
            .filter(instruction -> features.allows(instruction.opcode()))
            .toList();
    this.computing = select(all, instruction -> computes(instruction) && !isVector(instruction));
    this.vectors = select(all, instruction -> computes(instruction) && isVector(instruction));
    this.floating = select(computing, instruction -> instruction.signature().matches("[fd]+>."));
    this.loads = select(all, i -> i.isMemoryAccess() && !i.isStore());
    this.stores = select(all, Instruction::isStore);
    for (ValueType type : ValueType.values()) {
      byResult.put(type, select(all, i -> computes(i) && results(i).equals(List.of(type))));
      loadsByResult.put(type, select(loads, i -> results(i).equals(List.of(type))));
    }
  }

  private static List<Instruction> select(List<Instruction> from, Predicate<Instruction> wanted) {
    return from.stream().filter(wanted).toList();
  }

  private static boolean isVector(Instruction instruction) {
    return instruction.opcode() >>> 8 == VECTOR_PREFIX;
  }

  private static boolean computes(Instruction instruction) {
    return switch (instruction.immediate()) {
      case NONE, LANE, LANES, V128 -> true;
      default -> false;
    };
  }

  /// Scalar instructions from operands to a result.
  List<Instruction> computing() {
    return computing;
  }

  /// Those of [#computing] that take floating-point numbers.
  List<Instruction> floating() {
    return floating;
  }

  /// Vector instructions from operands to a result.
  List<Instruction> vectors() {
    return vectors;
  }

  List<Instruction> loads() {
    return loads;
  }

  List<Instruction> stores() {
    return stores;
  }

  /// Instructions without memory access that give one value of this type; empty for references.
  List<Instruction> giving(ValueType type) {
    return byResult.getOrDefault(type, List.of());
  }

  /// Loads that give one value of this type; empty for references.
  List<Instruction> loading(ValueType type) {
    return loadsByResult.getOrDefault(type, List.of());
  }

  /// The operands of an instruction with a signature; the address is left out.
  static List<ValueType> parameters(Instruction instruction) {
    String signature = instruction.signature();
    return types(signature.substring(0, signature.indexOf('>')));
  }

  static List<ValueType> results(Instruction instruction) {
    String signature = instruction.signature();
    return types(signature.substring(signature.indexOf('>') + 1));
  }

  private static List<ValueType> types(String letters) {
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'i' -> types.add(ValueType.I32);
        case 'l' -> types.add(ValueType.I64);
        case 'f' -> types.add(ValueType.F32);
        case 'd' -> types.add(ValueType.F64);
        case 'v' -> types.add(ValueType.V128);
        default -> {}
      }
    }
    return types;
  }
}
