package dev.atoll.wasm;

/// What follows an opcode in the code. [InstructionReader] names the accessor for each.
public enum Immediate {
  NONE("-"),
  BLOCK_TYPE("block"),
  LABEL("label"),
  LABELS("labels"),
  FUNCTION("function"),
  TYPE_AND_TABLE("type+table"),
  VALUE_TYPES("types"),
  LOCAL("local"),
  GLOBAL("global"),
  TABLE("table"),
  TABLE_AND_TABLE("table+table"),
  MEMORY("memory"),
  MEMORY_AND_MEMORY("memory+memory"),
  DATA("data"),
  DATA_AND_MEMORY("data+memory"),
  ELEMENT("element"),
  ELEMENT_AND_TABLE("element+table"),
  REFERENCE_TYPE("reference"),
  I32("i32"),
  I64("i64"),
  F32("f32"),
  F64("f64"),
  V128("v128"),
  /// Alignment and offset of a memory access.
  ACCESS("memory@"),
  /// Alignment, offset and lane of a memory access.
  ACCESS_AND_LANE("memory+lane@"),
  LANE("lane@"),
  /// Sixteen lane numbers.
  LANES("lanes");

  private final String key;

  Immediate(String key) {
    this.key = key;
  }

  static Immediate ofKey(String key) {
    for (Immediate immediate : values()) {
      if (immediate.key.equals(key)) {
        return immediate;
      }
    }
    throw new IllegalArgumentException("no immediate has the key " + key);
  }
}
