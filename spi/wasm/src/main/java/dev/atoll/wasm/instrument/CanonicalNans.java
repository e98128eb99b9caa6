package dev.atoll.wasm.instrument;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;

/// Which instructions may produce a NaN whose bits differ between machines, and the code that makes
/// it the canonical one.
///
/// Loads, constants, `abs`, `neg`, `copysign`, `select`, `pmin`, `pmax` and reinterpretations only
/// move bits and are left alone.
///
/// Source: WebAssembly core specification, "NaN Propagation".
final class CanonicalNans {

  private static final int F32_NAN = 0x7fc0_0000;
  private static final long F64_NAN = 0x7ff8_0000_0000_0000L;
  private static final long F32X4_NAN = 0x7fc0_0000_7fc0_0000L;

  private CanonicalNans() {}

  /// What an instruction produces.
  enum Produced {
    NOTHING,
    F32,
    F64,
    F32X4,
    F64X2
  }

  static Produced of(int opcode) {
    if (opcode < 0x100) {
      if ((opcode >= Opcodes.F32_CEIL && opcode <= Opcodes.F32_MAX)
          || opcode == Opcodes.F32_DEMOTE_F64) {
        return Produced.F32;
      }
      if ((opcode >= Opcodes.F64_CEIL && opcode <= Opcodes.F64_MAX)
          || opcode == Opcodes.F64_PROMOTE_F32) {
        return Produced.F64;
      }
      return Produced.NOTHING;
    }
    return switch (opcode) {
      // demote, ceil to nearest, sqrt to max
      case 0xfd5e,
          0xfd67,
          0xfd68,
          0xfd69,
          0xfd6a,
          0xfde3,
          0xfde4,
          0xfde5,
          0xfde6,
          0xfde7,
          0xfde8,
          0xfde9 ->
          Produced.F32X4;
      // promote, ceil, floor, trunc, nearest, sqrt to max
      case 0xfd5f,
          0xfd74,
          0xfd75,
          0xfd7a,
          0xfd94,
          0xfdef,
          0xfdf0,
          0xfdf1,
          0xfdf2,
          0xfdf3,
          0xfdf4,
          0xfdf5 ->
          Produced.F64X2;
      default -> Produced.NOTHING;
    };
  }

  /// Whether the next instruction takes the NaN from the top of the stack and shows nothing of its
  /// bits: arithmetic, comparisons, conversions to integers, `drop`.
  static boolean hides(Produced produced, int next) {
    return switch (produced) {
      case F32 ->
          next == Opcodes.DROP
              || (next >= Opcodes.F32_EQ && next < Opcodes.F64_EQ)
              || (next >= Opcodes.F32_CEIL && next <= Opcodes.F32_MAX)
              || next == Opcodes.F64_PROMOTE_F32
              || next == 0xa8
              || next == 0xa9
              || next == 0xae
              || next == 0xaf
              || next == 0xfc00
              || next == 0xfc01
              || next == 0xfc04
              || next == 0xfc05;
      case F64 ->
          next == Opcodes.DROP
              || (next >= Opcodes.F64_EQ && next <= Opcodes.F64_GE)
              || (next >= Opcodes.F64_CEIL && next <= Opcodes.F64_MAX)
              || next == Opcodes.F32_DEMOTE_F64
              || next == 0xaa
              || next == 0xab
              || next == 0xb0
              || next == 0xb1
              || next == 0xfc02
              || next == 0xfc03
              || next == 0xfc06
              || next == 0xfc07;
      case NOTHING -> true;
      case F32X4, F64X2 -> false;
    };
  }

  static ValueType temporaryType(Produced produced) {
    return switch (produced) {
      case F32 -> ValueType.F32;
      case F64 -> ValueType.F64;
      case F32X4, F64X2 -> ValueType.V128;
      case NOTHING -> throw new IllegalArgumentException("nothing to keep");
    };
  }

  /// Replaces a NaN on top of the stack, lane by lane, using a local of [#temporaryType].
  static void write(WasmWriter code, Produced produced, int local) {
    code.u8(Opcodes.LOCAL_TEE).unsigned(local);
    switch (produced) {
      case F32 -> code.u8(Opcodes.F32_CONST).fixed32(F32_NAN);
      case F64 -> code.u8(Opcodes.F64_CONST).fixed64(F64_NAN);
      case F32X4 -> code.opcode(Opcodes.V128_CONST).fixed64(F32X4_NAN).fixed64(F32X4_NAN);
      case F64X2 -> code.opcode(Opcodes.V128_CONST).fixed64(F64_NAN).fixed64(F64_NAN);
      case NOTHING -> throw new IllegalArgumentException("nothing to replace");
    }
    code.u8(Opcodes.LOCAL_GET).unsigned(local).u8(Opcodes.LOCAL_GET).unsigned(local);
    // A value equals itself unless it is a NaN.
    switch (produced) {
      case F32 -> code.u8s(Opcodes.F32_EQ, Opcodes.SELECT);
      case F64 -> code.u8s(Opcodes.F64_EQ, Opcodes.SELECT);
      case F32X4 -> code.opcode(Opcodes.F32X4_EQ).opcode(Opcodes.V128_BITSELECT);
      default -> code.opcode(Opcodes.F64X2_EQ).opcode(Opcodes.V128_BITSELECT);
    }
  }
}
