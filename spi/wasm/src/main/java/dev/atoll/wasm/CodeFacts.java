package dev.atoll.wasm;

import java.util.List;

/// What is known of the code of a valid module: [FunctionFacts] for each function that it defines,
/// and their sums.
final class CodeFacts {

  private static final int GLOBAL_INSTRUCTIONS = 2;

  private final WasmModule module;
  private final List<FunctionFacts> functions;

  /// @param functions in the order of the code section
  CodeFacts(WasmModule module, List<FunctionFacts> functions) {
    this.module = module;
    this.functions = functions;
  }

  /// Demands what the Internet Computer does of each function, in order.
  ///
  /// Source: `validate_code_section` in `rs/embedders/src/wasm_utils/validation.rs`.
  void checkLimits() {
    for (int i = 0; i < functions.size(); i++) {
      checkLimits(module.importedFunctionCount() + i, functions.get(i));
    }
  }

  private static void checkLimits(int function, FunctionFacts facts) {
    if (facts.tableChange() != null) {
      throw WasmException.rule(
          "Wasm module contains a function at index %d with unsupported instruction %s."
              .formatted(function, facts.tableChange().name()));
    }
    if (facts.complexity() > CanisterLimits.FUNCTION_COMPLEXITY_MAX) {
      throw WasmException.rule(
          "Wasm module contains a function at index %d with complexity %d which exceeds the maximum complexity allowed %d."
              .formatted(function, facts.complexity(), CanisterLimits.FUNCTION_COMPLEXITY_MAX));
    }
    if (facts.instructions() > CanisterLimits.FUNCTION_INSTRUCTIONS_MAX) {
      throw WasmException.rule(
          "Wasm module contains a function at index %d of size %d that exceeds the maximum allowed size of %d."
              .formatted(function, facts.instructions(), CanisterLimits.FUNCTION_INSTRUCTIONS_MAX));
    }
  }

  FunctionFacts of(FunctionBody body) {
    return functions.get(body.functionIndex() - module.importedFunctionCount());
  }

  long instructions() {
    return functions.stream().mapToLong(FunctionFacts::instructions).sum();
  }

  long compiledInstructions() {
    return functions.stream().mapToLong(FunctionFacts::compiledInstructions).sum()
        + (long) GLOBAL_INSTRUCTIONS * module.globals().size();
  }

  boolean changesTables() {
    return functions.stream().anyMatch(facts -> facts.tableChange() != null);
  }

  boolean dropsSegments() {
    return functions.stream().anyMatch(FunctionFacts::dropsSegments);
  }
}
