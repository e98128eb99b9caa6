package dev.atoll.wasm;

import org.jspecify.annotations.Nullable;

/// Something a module offers under a name.
///
/// @param index in the index space of `kind`
public record Export(String name, Kind kind, int index) {

  /// The index spaces.
  public enum Kind {
    FUNCTION(0),
    TABLE(1),
    MEMORY(2),
    GLOBAL(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /// The byte of the binary format.
    public int code() {
      return code;
    }

    static @Nullable Kind ofCode(int code) {
      return switch (code) {
        case 0 -> FUNCTION;
        case 1 -> TABLE;
        case 2 -> MEMORY;
        case 3 -> GLOBAL;
        default -> null;
      };
    }
  }
}
