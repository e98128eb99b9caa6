package dev.atoll.wasm;

import java.util.OptionalLong;

/// What a module imports or exports.
public sealed interface ExternalType {

  /// A function by the index of its type.
  record Function(int typeIndex) implements ExternalType {}

  /// A table.
  ///
  /// @param is64 indexes are i64 values
  /// @param minimum the size at instantiation in elements, unsigned
  /// @param maximum the largest size in elements, unsigned; empty if not declared
  record Table(ValueType element, boolean is64, long minimum, OptionalLong maximum)
      implements ExternalType {

    /// The type of an index into the table.
    public ValueType indexType() {
      return is64 ? ValueType.I64 : ValueType.I32;
    }
  }

  /// A linear memory.
  ///
  /// @param is64 addresses are i64 values
  /// @param minimum the size at instantiation in pages of 64 KiB, unsigned
  /// @param maximum the largest size in pages of 64 KiB, unsigned; empty if not declared
  record Memory(boolean is64, long minimum, OptionalLong maximum) implements ExternalType {

    /// The type of an address.
    public ValueType addressType() {
      return is64 ? ValueType.I64 : ValueType.I32;
    }
  }

  /// A global variable.
  record Global(ValueType type, boolean mutable) implements ExternalType {}
}
