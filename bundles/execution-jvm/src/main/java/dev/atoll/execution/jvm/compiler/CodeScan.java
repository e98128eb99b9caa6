package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.Crew;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;

/// One walk over all code before any of it is compiled: how large methods can become, and which
/// functions have tail calls.
///
/// The bounds are generous, so that nearly all functions are known to fit without being compiled.
final class CodeScan {

  /// What a thread looks at before it asks for more.
  private static final int FUNCTIONS_AT_A_TIME = 16;

  private static final int ENTRY = 64;
  private static final int ZERO_LOCAL = 7;
  private static final int CHARGE = 12;
  private static final int TEST = 24;

  /// Storing and loading what is left of instructions.
  private static final int CALL = 36;

  /// Through the transfer area, or to a local and back.
  private static final int MOVE = 12;

  private static final int SIMPLE = 5;
  private static final int ACCESS = 24;

  /// Reading or writing a local vector in its two halves.
  private static final int VECTOR = 20;
  private static final int COMPARISON = 20;
  private static final int BRANCH = 24;

  private final WasmModule module;
  private final long[] bounds;
  private final boolean[] tailCallers;

  CodeScan(ValidatedModule validated) {
    this.module = validated.module();
    this.bounds = new long[module.bodies().size()];
    this.tailCallers = new boolean[bounds.length];
    Crew.forCode(module).run(bounds.length, FUNCTIONS_AT_A_TIME, i -> scan(validated, i));
  }

  private void scan(ValidatedModule validated, int defined) {
    FunctionBody body = module.bodies().get(defined);
    OfFunction scan = new OfFunction(body, validated.operandsMax(body));
    bounds[defined] = scan.bound(validated.operandsAtBranches(body));
    tailCallers[defined] = scan.hasTailCalls;
  }

  /// The most bytes of code that the defined function with this number, imports left out, becomes.
  long sizeBound(int defined) {
    return bounds[defined];
  }

  boolean hasTailCalls(int function) {
    int defined = function - module.importedFunctionCount();
    return defined >= 0 && tailCallers[defined];
  }

  /// The walk over one function.
  private final class OfFunction {
    private final FunctionBody body;
    private final int operandsMax;
    private final InstructionReader reader;
    private final boolean hasFloats;
    private long floats;
    private long loops;
    private int vectors;
    private boolean hasTailCalls;

    OfFunction(FunctionBody body, int operandsMax) {
      this.body = body;
      this.operandsMax = operandsMax;
      this.reader = module.instructions(body);
      this.hasFloats =
          body.locals().stream()
              .anyMatch(run -> run.type() == ValueType.F32 || run.type() == ValueType.F64);
    }

    /// @param atBranches the heights of the operand stack before all branches together
    long bound(long atBranches) {
      FunctionType type = module.types().get(body.typeIndex());
      long bound = ENTRY + (long) MOVE * type.parameters().size();
      bound += (long) ZERO_LOCAL * body.localCount();
      vectors = Locals.vectors(type, body);
      bound += (long) VECTOR * vectors;
      while (reader.next()) {
        bound += of(reader.instruction());
      }
      // Each branch may move its values and drop everything else; each loop may send all operands
      // home, which come back once; a raw operand below others is reached by moving those away.
      bound += atBranches * (loops > 0 ? 2 * MOVE + 1 : MOVE + 1);
      bound += floats * MOVE * operandsMax;
      return bound;
    }

    private int of(Instruction instruction) {
      int opcode = instruction.opcode();
      if (Nans.isArithmetic(opcode)) {
        floats++;
        return SIMPLE + CHARGE;
      }
      if (Comparison.isComparison(opcode)) {
        return COMPARISON;
      }
      if (instruction.isMemoryAccess() || opcode >= 0xfd00) {
        // The address of a vector that is stored is checked below the vector.
        return opcode >= 0xfd00 ? ACCESS + MOVE : ACCESS;
      }
      return switch (opcode) {
        case Opcodes.BLOCK, Opcodes.IF -> BRANCH + TEST;
        case Opcodes.LOOP -> {
          loops++;
          yield BRANCH + TEST;
        }
        case Opcodes.ELSE, Opcodes.END, Opcodes.BR, Opcodes.BR_IF -> BRANCH + CHARGE;
        case Opcodes.BR_TABLE -> {
          BranchTable table = new BranchTable(reader.labels());
          yield BRANCH + table.codeBytes() + table.labelCount() * BRANCH;
        }
        case Opcodes.RETURN -> BRANCH + MOVE * results() + CHARGE;
        case Opcodes.CALL -> CALL + moves(module.functionType(reader.index()));
        case Opcodes.CALL_INDIRECT -> CALL + moves(module.types().get(reader.index()));
        case Opcodes.RETURN_CALL -> {
          hasTailCalls = true;
          yield CALL + moves(module.functionType(reader.index()));
        }
        case Opcodes.RETURN_CALL_INDIRECT -> {
          hasTailCalls = true;
          yield CALL + moves(module.types().get(reader.index()));
        }
        case Opcodes.LOCAL_GET, Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE -> {
          // Which locals are floats is not worth knowing better.
          floats += hasFloats ? 1 : 0;
          yield vectors > 0 ? VECTOR : SIMPLE + SIMPLE;
        }
        case Opcodes.SELECT, Opcodes.SELECT_TYPED -> COMPARISON;
        default -> opcode < 0xc5 ? SIMPLE : CALL;
      };
    }

    private int results() {
      return module.types().get(body.typeIndex()).results().size();
    }

    private int moves(FunctionType type) {
      return 2 * MOVE * (type.parameters().size() + type.results().size());
    }
  }
}
