package dev.atoll.wasm;

/// What is known of an opcode: name, immediates, types, and what the Internet Computer charges.
///
/// @param opcode the byte, or prefix and number as `0xFC0A`, `0xFD6E`
/// @param name of the text format; `select_typed` for the form with types
/// @param detail log2 of the natural alignment for [Immediate#ACCESS] and
///     [Immediate#ACCESS_AND_LANE], the number of lanes for [Immediate#LANE], else 0
/// @param signature parameters, `>`, results: `i` i32, `l` i64, `f` f32, `d` f64, `v` v128, `a` an
///     address; empty if the types depend on the immediates or the control stack
/// @param weight instructions charged on a 32-bit memory; without the size of bulk operations
/// @param complexity share in the complexity of a function
public record Instruction(
    int opcode,
    String name,
    Immediate immediate,
    int detail,
    String signature,
    int weight,
    int complexity) {

  /// Whether it reads or writes the memory at an address from the stack, one value at a time.
  public boolean isMemoryAccess() {
    return immediate == Immediate.ACCESS || immediate == Immediate.ACCESS_AND_LANE;
  }

  /// Whether it writes the memory, one value at a time.
  public boolean isStore() {
    return isMemoryAccess() && signature.endsWith(">");
  }

  /// The number of lanes that [Immediate#LANE] or [Immediate#ACCESS_AND_LANE] may name.
  public int lanes() {
    return immediate == Immediate.ACCESS_AND_LANE ? 16 >> detail : detail;
  }

  /// Instructions charged, without the size of bulk operations.
  ///
  /// Loads and stores cost twice as much on a 64-bit memory.
  public int weight(boolean memory64) {
    return memory64 && isMemoryAccess() ? 2 * weight : weight;
  }
}
