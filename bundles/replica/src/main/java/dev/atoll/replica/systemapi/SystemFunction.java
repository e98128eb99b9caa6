package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;

/// One function of the System API.
///
/// @param modes the execution modes in which it may be called, see [Modes]
/// @param instructions what each call costs
/// @param sizeArgument the argument with a number of bytes that costs one instruction each, or
///     negative
record SystemFunction(String name, int modes, long instructions, int sizeArgument, Body body) {

  static final int NO_SIZE = -1;

  /// What it does; the cost is charged and the mode checked before.
  @FunctionalInterface
  interface Body {

    /// @param a the arguments as raw bits, i32 zero-extended
    long call(SystemApi api, Execution execution, long[] a);
  }

  long cost(long[] arguments) {
    if (sizeArgument < 0) {
      return instructions;
    }
    long bytes = arguments[sizeArgument];
    // More bytes than any limit allows: unsigned and saturating.
    return bytes < 0 ? Long.MAX_VALUE : Math.max(bytes, bytes + instructions);
  }
}
