package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a case smaller while something stays true of it: messages are dropped, functions emptied,
/// rows of instructions left out or replaced by one constant.
///
/// What is not valid is not tried, so nothing needs to be known of the instructions.
final class Shrinker {

  /// Runs of the engines; the smallest case so far is good enough then.
  private static final int TRIALS_MAX = 1_500;

  /// Validations of candidates.
  private static final int CANDIDATES_MAX = 100_000;

  private static final int ROW_MAX = 40;

  private static final List<List<Bytes>> REPLACEMENTS =
      List.of(
          List.of(),
          constant(ValueType.I32),
          constant(ValueType.I64),
          constant(ValueType.F32),
          constant(ValueType.F64),
          constant(ValueType.V128),
          constant(ValueType.FUNCREF),
          List.of(Bytes.copyOf(new byte[] {Opcodes.DROP})));

  private final Predicate<FuzzCase> stays;
  private FuzzCase smallest;
  private ModuleCode code;
  private int trials;
  private int candidates;

  private Shrinker(FuzzCase found, Predicate<FuzzCase> stays) {
    this.smallest = found;
    this.code = ModuleCode.of(found.wasm());
    this.stays = stays;
  }

  /// The smallest case for which `stays` holds, as it holds for `found`.
  static FuzzCase shrink(FuzzCase found, Predicate<FuzzCase> stays) {
    return new Shrinker(found, stays).shrink();
  }

  private FuzzCase shrink() {
    boolean smaller = true;
    while (smaller && trials < TRIALS_MAX && candidates < CANDIDATES_MAX) {
      smaller = dropMessages();
      smaller |= emptyFunctions();
      smaller |= leaveOutInstructions();
    }
    return smallest;
  }

  private boolean dropMessages() {
    boolean smaller = false;
    for (int i = smallest.script().size() - 1; i >= 0; i--) {
      List<FuzzCase.Step> script = new ArrayList<>(smallest.script());
      script.remove(i);
      smaller |= accepts(smallest.with(script));
    }
    return smaller;
  }

  private boolean accepts(FuzzCase candidate) {
    if (trials >= TRIALS_MAX) {
      return false;
    }
    trials++;
    if (!stays.test(candidate)) {
      return false;
    }
    if (!candidate.wasm().equals(smallest.wasm())) {
      code = ModuleCode.of(candidate.wasm());
    }
    smallest = candidate;
    return true;
  }

  private boolean emptyFunctions() {
    boolean smaller = false;
    WasmModule module = WasmModule.decode(smallest.wasm());
    for (int i = module.bodies().size() - 1; i >= 0; i--) {
      List<Bytes> constants = new ArrayList<>();
      module
          .functionType(module.importedFunctionCount() + i)
          .results()
          .forEach(result -> constants.addAll(constant(result)));
      smaller |= replace(i, constants);
    }
    return smaller;
  }

  private boolean replace(int function, List<Bytes> instructions) {
    if (code.functions().get(function).instructions().size() <= instructions.size()) {
      return false;
    }
    Bytes wasm = code.with(function, instructions).toBytes();
    return isValid(wasm) && accepts(smallest.with(wasm));
  }

  private boolean isValid(Bytes wasm) {
    candidates++;
    try {
      ValidatedModule.ofPlain(wasm);
      return true;
    } catch (WasmException e) {
      return false;
    }
  }

  private boolean leaveOutInstructions() {
    boolean smaller = false;
    int functions = code.functions().size();
    for (int function = functions - 1; function >= 0; function--) {
      int length = instructions(function).size();
      for (int row = length; row > 0; row = row > ROW_MAX ? row / 2 : row - 1) {
        for (int start = 0; start + row <= instructions(function).size(); start++) {
          smaller |= leaveOut(function, start, row);
        }
      }
    }
    return smaller;
  }

  private List<Bytes> instructions(int function) {
    return code.functions().get(function).instructions();
  }

  private boolean leaveOut(int function, int start, int row) {
    if (candidates >= CANDIDATES_MAX || trials >= TRIALS_MAX) {
      return false;
    }
    List<Bytes> instructions = instructions(function);
    for (List<Bytes> replacement : REPLACEMENTS) {
      List<Bytes> changed = new ArrayList<>(instructions.subList(0, start));
      changed.addAll(replacement);
      changed.addAll(instructions.subList(start + row, instructions.size()));
      if (replace(function, changed)) {
        return true;
      }
    }
    return false;
  }

  private static List<Bytes> constant(ValueType type) {
    CodeBuilder constant = new CodeBuilder();
    switch (type) {
      case I32 -> constant.i32(0);
      case I64 -> constant.i64(0);
      case F32 -> constant.f32Bits(0);
      case F64 -> constant.f64Bits(0);
      case V128 -> constant.v128(0, 0);
      case FUNCREF, EXTERNREF -> constant.with(Opcodes.REF_NULL, type.code());
    }
    return List.of(constant.written().toBytes());
  }
}
