package dev.atoll.wasm;

import java.util.Arrays;

/// Where one function pays for its instructions, and how much.
///
/// A block is charged when it begins: at the start of the function, and after each `loop`, `if`,
/// `else`, `end`, branch, return, tail call and `unreachable`. `block` and calls do not end one.
/// The
/// function itself costs one instruction. Whether instructions are left is tested only where code
/// can be entered again: at the start of the function and of each loop.
///
/// Bulk operations cost the size they are called with on top, charged and tested before they run:
/// [#chargesSize].
///
/// Every engine charges by this plan, so that the counts of all replicas agree. Weights are those
/// of the uploaded module, before any lowering.
///
/// Source: `injections` in `rs/embedders/src/wasm_utils/instrumentation.rs`.
public final class MeteringPlan {

  static final int FUNCTION_WEIGHT = 1;

  private final int[] offsets;
  private final long[] weights;
  private final boolean[] checked;

  private MeteringPlan(int[] offsets, long[] weights, boolean[] checked) {
    this.offsets = offsets;
    this.weights = weights;
    this.checked = checked;
  }

  /// Reads the code of `body` and finds its blocks.
  public static MeteringPlan of(WasmModule module, FunctionBody body) {
    return new Builder(module.instructions(body), module.isMemory64()).build(body.start());
  }

  /// The number of places where something is charged or tested.
  public int size() {
    return offsets.length;
  }

  /// The offset in the module of the instruction before which to charge, ascending.
  public int offset(int place) {
    return offsets[place];
  }

  /// What to charge, in instructions.
  public long weight(int place) {
    return weights[place];
  }

  /// Whether to test that instructions are left after the charge.
  public boolean isChecked(int place) {
    return checked[place];
  }

  /// Whether this instruction costs its topmost operand (bytes or elements, unsigned) as well.
  public static boolean chargesSize(int opcode) {
    return switch (opcode) {
      case Opcodes.MEMORY_INIT,
          Opcodes.MEMORY_COPY,
          Opcodes.MEMORY_FILL,
          Opcodes.TABLE_INIT,
          Opcodes.TABLE_COPY,
          Opcodes.TABLE_FILL ->
          true;
      default -> false;
    };
  }

  /// Whether the instruction is the last one of its block.
  static boolean endsBlock(int opcode) {
    return switch (opcode) {
      case Opcodes.LOOP,
          Opcodes.IF,
          Opcodes.ELSE,
          Opcodes.END,
          Opcodes.BR,
          Opcodes.BR_IF,
          Opcodes.BR_TABLE,
          Opcodes.RETURN,
          Opcodes.UNREACHABLE,
          Opcodes.RETURN_CALL,
          Opcodes.RETURN_CALL_INDIRECT ->
          true;
      default -> false;
    };
  }

  private static final class Builder {
    private final InstructionReader reader;
    private final boolean memory64;
    private int[] offsets = new int[16];
    private long[] weights = new long[16];
    private boolean[] checked = new boolean[16];
    private int size;

    Builder(InstructionReader reader, boolean memory64) {
      this.reader = reader;
      this.memory64 = memory64;
    }

    MeteringPlan build(int start) {
      int offset = start;
      long weight = FUNCTION_WEIGHT;
      boolean reentrant = true;
      while (reader.next()) {
        weight += reader.instruction().weight(memory64);
        if (endsBlock(reader.opcode())) {
          add(offset, weight, reentrant);
          offset = reader.end();
          weight = 0;
          reentrant = reader.opcode() == Opcodes.LOOP;
        }
      }
      return new MeteringPlan(
          Arrays.copyOf(offsets, size), Arrays.copyOf(weights, size), Arrays.copyOf(checked, size));
    }

    private void add(int offset, long weight, boolean reentrant) {
      if (weight == 0 && !reentrant) {
        return;
      }
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, size * 2);
        weights = Arrays.copyOf(weights, size * 2);
        checked = Arrays.copyOf(checked, size * 2);
      }
      offsets[size] = offset;
      weights[size] = weight;
      checked[size++] = reentrant;
    }
  }
}
