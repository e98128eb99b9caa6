package dev.atoll.wasm;

import org.jspecify.annotations.Nullable;

/// A part of WebAssembly that the Internet Computer does not accept, though it is a standard or
/// close to one.
///
/// Source: `wasmtime_validation_config` in `rs/embedders/src/wasm_utils/validation.rs`.
public enum Proposal {
  MULTIPLE_MEMORIES("multiple memories"),
  THREADS("threads"),
  EXCEPTIONS("exceptions"),
  GARBAGE_COLLECTION("garbage collection types"),
  FUNCTION_REFERENCES("typed function references"),
  EXTENDED_CONSTANTS("extended constant expressions"),
  RELAXED_VECTORS("relaxed vector instructions");

  private static final int GARBAGE_COLLECTION_PREFIX = 0xfb;
  private static final int VECTOR_PREFIX = 0xfd;
  private static final int THREADS_PREFIX = 0xfe;
  private static final int RELAXED_START = 0x100;
  private static final int RELAXED_END = 0x114;

  private final String text;

  Proposal(String text) {
    this.text = text;
  }

  /// The rule for messages: `exceptions are not accepted`.
  String rule() {
    return text + " are not accepted";
  }

  /// What an instruction belongs to that is unknown here, null if to nothing known.
  ///
  /// @param number what follows a prefix, else 0
  static @Nullable Proposal ofInstruction(int first, int number) {
    return switch (first) {
      case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f -> EXCEPTIONS;
      case 0x14, 0x15, 0xd4, 0xd5, 0xd6 -> FUNCTION_REFERENCES;
      case 0xd3, GARBAGE_COLLECTION_PREFIX -> GARBAGE_COLLECTION;
      case VECTOR_PREFIX ->
          number >= RELAXED_START && number < RELAXED_END ? RELAXED_VECTORS : null;
      case THREADS_PREFIX -> THREADS;
      default -> null;
    };
  }

  /// What the byte of a value type belongs to, null if to nothing known.
  static @Nullable Proposal ofValueType(int code) {
    return switch (code) {
      case 0x63, 0x64, 0x73 -> FUNCTION_REFERENCES;
      case 0x69, 0x74 -> EXCEPTIONS;
      case 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72 -> GARBAGE_COLLECTION;
      default -> null;
    };
  }

  /// What the first byte of a type definition belongs to, null if to nothing known.
  static @Nullable Proposal ofTypeForm(int form) {
    return switch (form) {
      case 0x4e, 0x4f, 0x50, 0x5e, 0x5f -> GARBAGE_COLLECTION;
      default -> null;
    };
  }

  /// What an instruction of a constant expression belongs to, null if to nothing known.
  static @Nullable Proposal ofConstantInstruction(int opcode) {
    return switch (opcode) {
      case Opcodes.I32_ADD, Opcodes.I32_SUB, 0x6c, Opcodes.I64_ADD, Opcodes.I64_SUB, 0x7e ->
          EXTENDED_CONSTANTS;
      case GARBAGE_COLLECTION_PREFIX -> GARBAGE_COLLECTION;
      default -> null;
    };
  }
}
