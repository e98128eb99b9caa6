package dev.atoll.candid;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The primitive types, each with its opcode in the binary format.
///
/// Source: Candid.md, "Primitive Types" and "Types" of the binary format.
public enum PrimitiveType implements CandidType {
  NULL(-1, 0),
  BOOL(-2, 1),
  NAT(-3, -1),
  INT(-4, -1),
  NAT8(-5, 1),
  NAT16(-6, 2),
  NAT32(-7, 4),
  NAT64(-8, 8),
  INT8(-9, 1),
  INT16(-10, 2),
  INT32(-11, 4),
  INT64(-12, 8),
  FLOAT32(-13, 4),
  FLOAT64(-14, 8),
  TEXT(-15, -1),
  RESERVED(-16, 0),
  EMPTY(-17, -1),
  PRINCIPAL(-24, -1);

  private final int opcode;

  private final int sizeBytes;

  private final String keyword;

  PrimitiveType(int opcode, int sizeBytes) {
    this.opcode = opcode;
    this.sizeBytes = sizeBytes;
    this.keyword = name().toLowerCase(Locale.ROOT);
  }

  int opcode() {
    return opcode;
  }

  /// The size of every value in bytes, or -1 if it varies.
  int sizeBytes() {
    return sizeBytes;
  }

  static @Nullable PrimitiveType ofOpcode(long opcode) {
    for (PrimitiveType type : values()) {
      if (type.opcode == opcode) {
        return type;
      }
    }
    return null;
  }

  static @Nullable PrimitiveType ofKeyword(String keyword) {
    for (PrimitiveType type : values()) {
      if (type.keyword.equals(keyword)) {
        return type;
      }
    }
    return null;
  }

  /// The keyword of the interface language.
  @Override
  public String toString() {
    return keyword;
  }
}
