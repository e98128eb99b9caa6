package dev.atoll.wasm;

import java.util.OptionalInt;

/// A module that cannot be accepted: malformed, invalid, or against the rules for canisters.
///
/// The message is one sentence for the person who uploaded the module. It names the function and
/// the offset in the module where there is one.
public final class WasmException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The function index is not known or the fault lies outside the code section.
  static final int NO_FUNCTION = -1;

  /// The fault has no place in the bytes, for example a limit on a total.
  static final long NO_OFFSET = -1;

  private final String rule;
  private final int function;
  private final long offset;

  private WasmException(String message, String rule, int function, long offset) {
    super(message);
    this.rule = rule;
    this.function = function;
    this.offset = offset;
  }

  static WasmException at(long offset, String rule) {
    return new WasmException(
        "%s (at offset 0x%x)".formatted(rule, offset), rule, NO_FUNCTION, offset);
  }

  static WasmException inFunction(int function, String name, long offset, String rule) {
    String place =
        name.isEmpty()
            ? "function %d".formatted(function)
            : "function %d (%s)".formatted(function, name);
    return new WasmException(
        "%s: %s (at offset 0x%x)".formatted(place, rule, offset), rule, function, offset);
  }

  /// A rule for canisters, in the words of the reference implementation.
  public static WasmException rule(String message) {
    return new WasmException(message, message, NO_FUNCTION, NO_OFFSET);
  }

  WasmException prefixed(String prefix) {
    WasmException result = new WasmException(prefix + getMessage(), rule, function, offset);
    result.initCause(this);
    return result;
  }

  /// The broken rule without the place.
  public String rule() {
    return rule;
  }

  /// The index of the function in the function index space, empty outside of code.
  public OptionalInt function() {
    return function == NO_FUNCTION ? OptionalInt.empty() : OptionalInt.of(function);
  }

  /// The offset in the unpacked module in bytes, -1 if the fault has none.
  public long offset() {
    return offset;
  }
}
