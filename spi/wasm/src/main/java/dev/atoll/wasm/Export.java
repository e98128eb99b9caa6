package dev.atoll.wasm;

/// Something a module offers under a name.
///
/// @param index in the index space of `kind`
public record Export(String name, Kind kind, int index) {

  /// The index spaces, in the order of their codes in the binary format.
  public enum Kind {
    FUNCTION,
    TABLE,
    MEMORY,
    GLOBAL
  }
}
