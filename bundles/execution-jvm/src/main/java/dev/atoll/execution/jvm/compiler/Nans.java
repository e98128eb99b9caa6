package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.BitSet;

/// Where the bits of a NaN come from and where they can be seen.
///
/// Arithmetic on the JVM gives NaNs whose bits depend on the compiler that was at work, so they
/// must become canonical before their bits can be seen. A result of arithmetic is raw until then.
/// Raw operands may stay so under arithmetic, comparisons, conversions to integers and `drop`, and
/// in a local that receives nothing else; everything else takes canonical ones.
///
/// Source: WebAssembly core specification, "NaN Propagation"; the rule of production in
/// [Operands#demandCanonical].
final class Nans {

  private Nans() {}

  /// Whether the instruction may make a NaN.
  static boolean isArithmetic(int opcode) {
    return (opcode >= Opcodes.F32_CEIL && opcode <= Opcodes.F32_MAX)
        || (opcode >= Opcodes.F64_CEIL && opcode <= Opcodes.F64_MAX)
        || opcode == Opcodes.F32_DEMOTE_F64
        || opcode == Opcodes.F64_PROMOTE_F32;
  }

  /// Whether the instruction shows nothing of the bits of NaNs that it takes.
  static boolean hidesBits(int opcode) {
    return isArithmetic(opcode)
        || (opcode >= Opcodes.F32_EQ && opcode <= Opcodes.F64_GE)
        || (opcode >= 0xa8 && opcode <= 0xab)
        || (opcode >= 0xae && opcode <= 0xb1)
        || (opcode >= 0xfc00 && opcode <= 0xfc07);
  }

  /// The float locals that receive nothing but results of arithmetic and constants that are no
  /// NaNs.
  static BitSet arithmeticLocals(InstructionReader reader, FunctionBody body, ValueType[] types) {
    BitSet result = new BitSet(types.length);
    for (int i = types.length - body.localCount(); i < types.length; i++) {
      result.set(i, types[i] == ValueType.F32 || types[i] == ValueType.F64);
    }
    if (result.isEmpty()) {
      return result;
    }
    boolean producedBefore = false;
    while (reader.next()) {
      int opcode = reader.opcode();
      boolean writes = opcode == Opcodes.LOCAL_SET || opcode == Opcodes.LOCAL_TEE;
      if (writes && !producedBefore) {
        result.clear(reader.index());
      }
      // What `local.tee` leaves is what it took.
      producedBefore =
          isArithmetic(opcode)
              || (opcode == Opcodes.F32_CONST && !isNan32(reader.value()))
              || (opcode == Opcodes.F64_CONST && !isNan64(reader.value()))
              || (opcode == Opcodes.LOCAL_TEE && producedBefore);
    }
    return result;
  }

  private static boolean isNan32(long bits) {
    return Float.isNaN(Float.intBitsToFloat((int) bits));
  }

  private static boolean isNan64(long bits) {
    return Double.isNaN(Double.longBitsToDouble(bits));
  }
}
