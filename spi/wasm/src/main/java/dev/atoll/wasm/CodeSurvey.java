package dev.atoll.wasm;

/// One walk over all code of a valid module: counts, limits, and what the code can change.
///
/// Source: `validate_code_section` in `rs/embedders/src/wasm_utils/validation.rs`; the compile
/// count is that of `instrument` in `instrumentation.rs`.
final class CodeSurvey {

  private static final int CHARGE_INSTRUCTIONS = 4;
  private static final int CHECK_INSTRUCTIONS = 6;
  private static final int SIZE_CHARGE_INSTRUCTIONS_32 = 3;
  private static final int GROW_INSTRUCTIONS = 3;
  private static final int GLOBAL_INSTRUCTIONS = 2;

  private long instructions;
  private long compiledInstructions;
  private boolean changesTables;
  private boolean dropsSegments;

  /// @param canister whether the limits for functions of canisters apply
  CodeSurvey(WasmModule module, boolean canister) {
    for (FunctionBody body : module.bodies()) {
      survey(module, body, canister);
      MeteringPlan plan = MeteringPlan.of(module, body);
      for (int i = 0; i < plan.size(); i++) {
        compiledInstructions += CHARGE_INSTRUCTIONS + (plan.isChecked(i) ? CHECK_INSTRUCTIONS : 0);
      }
    }
    compiledInstructions += instructions + (long) GLOBAL_INSTRUCTIONS * module.globals().size();
  }

  private void survey(WasmModule module, FunctionBody body, boolean canister) {
    InstructionReader reader = module.instructions(body);
    long size = 0;
    long complexity = 0;
    while (reader.next()) {
      size++;
      complexity += reader.instruction().complexity();
      switch (reader.opcode()) {
        case Opcodes.TABLE_SET,
            Opcodes.TABLE_GROW,
            Opcodes.TABLE_FILL,
            Opcodes.TABLE_COPY,
            Opcodes.TABLE_INIT -> {
          changesTables = true;
          if (canister) {
            throw WasmException.rule(
                "Wasm module contains a function at index %d with unsupported instruction %s."
                    .formatted(body.functionIndex(), reader.instruction().name()));
          }
        }
        case Opcodes.ELEM_DROP, Opcodes.DATA_DROP -> dropsSegments = true;
        case Opcodes.MEMORY_GROW -> compiledInstructions += GROW_INSTRUCTIONS;
        default -> {}
      }
      if (MeteringPlan.chargesSize(reader.opcode())) {
        compiledInstructions += SIZE_CHARGE_INSTRUCTIONS_32;
      }
    }
    if (canister) {
      checkLimits(body.functionIndex(), size, complexity);
    }
    instructions += size;
  }

  private static void checkLimits(int function, long size, long complexity) {
    if (complexity > CanisterLimits.FUNCTION_COMPLEXITY_MAX) {
      throw WasmException.rule(
          "Wasm module contains a function at index %d with complexity %d which exceeds the maximum complexity allowed %d."
              .formatted(function, complexity, CanisterLimits.FUNCTION_COMPLEXITY_MAX));
    }
    if (size > CanisterLimits.FUNCTION_INSTRUCTIONS_MAX) {
      throw WasmException.rule(
          "Wasm module contains a function at index %d of size %d that exceeds the maximum allowed size of %d."
              .formatted(function, size, CanisterLimits.FUNCTION_INSTRUCTIONS_MAX));
    }
  }

  long instructions() {
    return instructions;
  }

  long compiledInstructions() {
    return compiledInstructions;
  }

  boolean changesTables() {
    return changesTables;
  }

  boolean dropsSegments() {
    return dropsSegments;
  }
}
