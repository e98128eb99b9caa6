package dev.atoll.wasm;

import org.jspecify.annotations.Nullable;

/// The type of a value on the operand stack, in a local, a global or a table.
///
/// Source: WebAssembly core specification, "Types".
public enum ValueType {
  I32(0x7f, 'i'),
  I64(0x7e, 'l'),
  F32(0x7d, 'f'),
  F64(0x7c, 'd'),
  V128(0x7b, 'v'),
  FUNCREF(0x70, 'r'),
  EXTERNREF(0x6f, 'x');

  private final int code;
  private final char letter;

  ValueType(int code, char letter) {
    this.code = code;
    this.letter = letter;
  }

  /// The byte of the binary format.
  public int code() {
    return code;
  }

  public boolean isReference() {
    return this == FUNCREF || this == EXTERNREF;
  }

  /// i32, i64, f32 or f64.
  public boolean isNumber() {
    return code >= 0x7c;
  }

  /// The type with this byte, null for any other byte.
  public static @Nullable ValueType ofCode(int code) {
    return switch (code) {
      case 0x7f -> I32;
      case 0x7e -> I64;
      case 0x7d -> F32;
      case 0x7c -> F64;
      case 0x7b -> V128;
      case 0x70 -> FUNCREF;
      case 0x6f -> EXTERNREF;
      default -> null;
    };
  }

  static ValueType ofLetter(char letter) {
    for (ValueType type : values()) {
      if (type.letter == letter) {
        return type;
      }
    }
    throw new IllegalArgumentException("no value type has the letter " + letter);
  }

  /// The name of the text format: `i32`.
  @Override
  public String toString() {
    return switch (this) {
      case I32 -> "i32";
      case I64 -> "i64";
      case F32 -> "f32";
      case F64 -> "f64";
      case V128 -> "v128";
      case FUNCREF -> "funcref";
      case EXTERNREF -> "externref";
    };
  }
}
