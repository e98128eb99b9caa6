package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.ValueType;

/// A value that a script passes to a function.
public sealed interface Argument {

  /// @param low the bits; of a vector the first eight bytes
  /// @param high the last eight bytes of a vector, else 0
  record Numeric(ValueType type, long low, long high) implements Argument {

    @Override
    public String toString() {
      return type == ValueType.V128
          ? "v128 %016x%016x".formatted(high, low)
          : "%s %x".formatted(type, low);
    }
  }

  /// A null reference.
  ///
  /// @param function whether to a function, else to something of the host
  record Null(boolean function) implements Argument {}

  /// A reference that only the host can make.
  record OfHost() implements Argument {}
}
