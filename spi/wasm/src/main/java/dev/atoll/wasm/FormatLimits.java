package dev.atoll.wasm;

/// What any module may hold at most, whoever runs it: engines agreed on it, and so does the
/// Internet Computer. [CanisterLimits] are tighter where both speak of the same.
///
/// Source: `limits.rs` of the crate `wasmparser`, which the reference implementation validates
/// with.
final class FormatLimits {

  /// Of one function type.
  static final int PARAMETERS_MAX = 1_000;

  /// Of one function type.
  static final int RESULTS_MAX = 1_000;

  /// Locals of one function, without its parameters.
  static final int LOCALS_MAX = 50_000;

  /// The body of one function, in bytes.
  static final int FUNCTION_SIZE_BYTES_MAX = 7_654_321;

  /// Tables, imported ones among them.
  static final int TABLES_MAX = 100;

  /// Element segments, and data segments.
  static final int SEGMENTS_MAX = 100_000;

  /// The name of an import, an export or a custom section, in bytes.
  static final int NAME_SIZE_BYTES_MAX = 100_000;

  private FormatLimits() {}

  /// Fails if there are too many of something.
  ///
  /// @param offset of what is counted
  /// @param what is counted, in plural
  static void check(long offset, String what, long found, long allowed) {
    if (found > allowed) {
      throw WasmException.at(
          offset, "too many %s: %d, at most %d allowed".formatted(what, found, allowed));
    }
  }
}
