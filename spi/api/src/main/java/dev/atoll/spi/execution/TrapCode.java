package dev.atoll.spi.execution;

/// Why code trapped, with the words of the reference implementation.
///
/// Source: reference implementation `rs/types/wasm_types/src/errors.rs` and
/// `rs/interfaces/src/execution_environment/errors.rs`, `TrapCode`.
public enum TrapCode {
  STACK_OVERFLOW("stack overflow"),
  HEAP_OUT_OF_BOUNDS("heap out of bounds"),
  STABLE_MEMORY_OUT_OF_BOUNDS("stable memory out of bounds"),
  TABLE_OUT_OF_BOUNDS("table out of bounds"),
  INTEGER_DIVISION_BY_ZERO("integer division by 0"),
  INTEGER_OVERFLOW("integer overflow"),
  INVALID_CONVERSION_TO_INTEGER("invalid conversion to integer"),
  UNREACHABLE("unreachable"),
  NULL_FUNCTION("null function reference"),
  BAD_SIGNATURE("indirect call type mismatch"),
  /// Every engine reports a passed limit by this code; the core words it.
  OUT_OF_INSTRUCTIONS("out of instructions");

  private final String message;

  TrapCode(String message) {
    this.message = message;
  }

  public String message() {
    return message;
  }
}
