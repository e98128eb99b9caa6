package dev.atoll.wasm;

import org.jspecify.annotations.Nullable;

/// The type of a value on the operand stack, in a local, a global or a table.
///
/// Source: WebAssembly core specification, "Types".
public enum ValueType {
  I32(0x7f),
  I64(0x7e),
  F32(0x7d),
  F64(0x7c),
  V128(0x7b),
  FUNCREF(0x70),
  EXTERNREF(0x6f);

  private final int code;

  ValueType(int code) {
    this.code = code;
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

  /// The type that a letter of [Instruction#signature] stands for.
  static ValueType ofLetter(char letter) {
    return switch (letter) {
      case 'i' -> I32;
      case 'l' -> I64;
      case 'f' -> F32;
      case 'd' -> F64;
      case 'v' -> V128;
      default -> throw new IllegalArgumentException("no value type has the letter " + letter);
    };
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
