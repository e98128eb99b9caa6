package dev.atoll.wasm;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Proposal proposal;

  private WasmException(
      String message, String rule, int function, long offset, @Nullable Proposal proposal) {
    super(message);
    this.rule = rule;
    this.function = function;
    this.offset = offset;
    this.proposal = proposal;
  }

  static WasmException at(long offset, String rule) {
    return at(offset, rule, null);
  }

  private static WasmException at(long offset, String rule, @Nullable Proposal proposal) {
    return new WasmException(
        "%s (at offset 0x%x)".formatted(rule, offset), rule, NO_FUNCTION, offset, proposal);
  }

  /// The module uses what is not accepted.
  ///
  /// @param what it uses, such as `value type 0x6e`
  static WasmException unaccepted(long offset, String what, Proposal proposal) {
    return at(offset, "%s: %s".formatted(what, proposal.rule()), proposal);
  }

  /// The same fault, with the function that it is in.
  WasmException inFunction(int index, String name) {
    return inFunction(index, name, offset, rule, proposal);
  }

  static WasmException inFunction(int function, String name, long offset, String rule) {
    return inFunction(function, name, offset, rule, null);
  }

  private static WasmException inFunction(
      int function, String name, long offset, String rule, @Nullable Proposal proposal) {
    String place =
        name.isEmpty()
            ? "function %d".formatted(function)
            : "function %d (%s)".formatted(function, name);
    return new WasmException(
        "%s: %s (at offset 0x%x)".formatted(place, rule, offset), rule, function, offset, proposal);
  }

  /// A rule for canisters, in the words of the reference implementation.
  public static WasmException rule(String message) {
    return new WasmException(message, message, NO_FUNCTION, NO_OFFSET, null);
  }

  WasmException prefixed(String prefix) {
    WasmException result =
        new WasmException(prefix + getMessage(), rule, function, offset, proposal);
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

  /// What would have to be accepted for the module to pass here, empty if it is plainly wrong.
  public Optional<Proposal> proposal() {
    return Optional.ofNullable(proposal);
  }

  /// The offset in the unpacked module in bytes, -1 if the fault has none.
  public long offset() {
    return offset;
  }
}
