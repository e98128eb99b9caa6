package dev.atoll.wasm;

import org.jspecify.annotations.Nullable;

/// Counts what is in the code of one function while it is checked.
///
/// Source: `validate_code_section` in `rs/embedders/src/wasm_utils/validation.rs`; the compile
/// count is that of `instrument` in `instrumentation.rs`.
final class FunctionSurvey {

  private static final int CHARGE_INSTRUCTIONS = 4;
  private static final int CHECK_INSTRUCTIONS = 6;
  private static final int SIZE_CHARGE_INSTRUCTIONS_32 = 3;
  private static final int GROW_INSTRUCTIONS = 3;

  private long instructions;
  private long complexity;
  private long added;
  private @Nullable Instruction tableChange;
  private boolean dropsSegments;

  // The block so far, as in MeteringPlan.
  private long weight = MeteringPlan.FUNCTION_WEIGHT;
  private boolean reentrant = true;

  void add(Instruction instruction) {
    int opcode = instruction.opcode();
    instructions++;
    complexity += instruction.complexity();
    weight += instruction.weight();
    if (opcode <= Opcodes.RETURN_CALL_INDIRECT) {
      if (MeteringPlan.endsBlock(opcode)) {
        endBlock(opcode == Opcodes.LOOP);
      }
    } else if (isRare(opcode)) {
      addRare(instruction);
    }
  }

  /// Whether it may be one that [#addRare] counts.
  private static boolean isRare(int opcode) {
    return opcode == Opcodes.TABLE_SET
        || opcode == Opcodes.MEMORY_GROW
        || opcode >= Opcodes.MEMORY_INIT;
  }

  private void endBlock(boolean loop) {
    if (weight != 0 || reentrant) {
      added += CHARGE_INSTRUCTIONS + (reentrant ? CHECK_INSTRUCTIONS : 0);
    }
    weight = 0;
    reentrant = loop;
  }

  private void addRare(Instruction instruction) {
    switch (instruction.opcode()) {
      case Opcodes.TABLE_SET,
          Opcodes.TABLE_GROW,
          Opcodes.TABLE_FILL,
          Opcodes.TABLE_COPY,
          Opcodes.TABLE_INIT -> {
        if (tableChange == null) {
          tableChange = instruction;
        }
      }
      case Opcodes.ELEM_DROP, Opcodes.DATA_DROP -> dropsSegments = true;
      case Opcodes.MEMORY_GROW -> added += GROW_INSTRUCTIONS;
      default -> {}
    }
    if (MeteringPlan.chargesSize(instruction.opcode())) {
      added += SIZE_CHARGE_INSTRUCTIONS_32;
    }
  }

  FunctionFacts facts(int greatestHeight, long heightsAtBranches) {
    return new FunctionFacts(
        greatestHeight,
        heightsAtBranches,
        instructions,
        complexity,
        instructions + added,
        tableChange,
        dropsSegments);
  }
}
