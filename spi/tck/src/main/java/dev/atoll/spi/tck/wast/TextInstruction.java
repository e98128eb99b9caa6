package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.Immediate;
import dev.atoll.wasm.Instructions;
import dev.atoll.wasm.WasmWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instruction by its name: those that are accepted, and those of other proposals.
///
/// @param opcode the byte, or prefix and number as `0xFC0A`, `0xFD100`
/// @param detail log2 of the natural alignment of a memory access
record TextInstruction(int opcode, Immediate immediate, int detail) {

  private static final int VECTOR_PREFIX = 0xfd;
  private static final int RELAXED_START = 0x100;

  /// By opcode from 0xFD100.
  private static final String RELAXED =
      """
      i8x16.relaxed_swizzle
      i32x4.relaxed_trunc_f32x4_s
      i32x4.relaxed_trunc_f32x4_u
      i32x4.relaxed_trunc_f64x2_s_zero
      i32x4.relaxed_trunc_f64x2_u_zero
      f32x4.relaxed_madd
      f32x4.relaxed_nmadd
      f64x2.relaxed_madd
      f64x2.relaxed_nmadd
      i8x16.relaxed_laneselect
      i16x8.relaxed_laneselect
      i32x4.relaxed_laneselect
      i64x2.relaxed_laneselect
      f32x4.relaxed_min
      f32x4.relaxed_max
      f64x2.relaxed_min
      f64x2.relaxed_max
      i16x8.relaxed_q15mulr_s
      i16x8.relaxed_dot_i8x16_i7x16_s
      i32x4.relaxed_dot_i8x16_i7x16_add_s
      """;

  private static final Map<String, TextInstruction> BY_NAME = byName();

  private static Map<String, TextInstruction> byName() {
    Map<String, TextInstruction> result = new HashMap<>();
    Instructions.all()
        .forEach(
            i -> result.put(i.name(), new TextInstruction(i.opcode(), i.immediate(), i.detail())));
    result.put("throw", new TextInstruction(0x08, Immediate.FUNCTION, 0));
    result.put("throw_ref", new TextInstruction(0x0a, Immediate.NONE, 0));
    result.put("call_ref", new TextInstruction(0x14, Immediate.FUNCTION, 0));
    result.put("return_call_ref", new TextInstruction(0x15, Immediate.FUNCTION, 0));
    result.put("ref.eq", new TextInstruction(0xd3, Immediate.NONE, 0));
    result.put("ref.as_non_null", new TextInstruction(0xd4, Immediate.NONE, 0));
    result.put("br_on_null", new TextInstruction(0xd5, Immediate.LABEL, 0));
    result.put("br_on_non_null", new TextInstruction(0xd6, Immediate.LABEL, 0));
    int number = RELAXED_START;
    for (String name : RELAXED.lines().toList()) {
      result.put(name, new TextInstruction(VECTOR_PREFIX << 12 | number++, Immediate.NONE, 0));
    }
    return result;
  }

  static @Nullable TextInstruction find(String name) {
    return BY_NAME.get(name);
  }

  void writeOpcode(WasmWriter out) {
    if (opcode >>> 12 == VECTOR_PREFIX) {
      out.u8(VECTOR_PREFIX).unsigned(opcode & 0xfff);
    } else {
      out.opcode(opcode);
    }
  }
}
