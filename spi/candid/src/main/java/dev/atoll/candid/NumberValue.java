package dev.atoll.candid;

import java.math.BigInteger;

/// A number; each of the types has its own case, because the binary formats differ.
///
/// Source: Candid.md, "Natural Numbers", "Integer Numbers", "Floating-Point Numbers".
public sealed interface NumberValue extends CandidValue {

  /// @param value not negative
  record Nat(BigInteger value) implements NumberValue {
    public Nat {
      if (value.signum() < 0) {
        throw new CandidException("nat is %s, expected no negative number".formatted(value));
      }
    }
  }

  record Int(BigInteger value) implements NumberValue {}

  record Nat8(int value) implements NumberValue {
    public Nat8 {
      ValueKind.checkRange("nat8", value, 0, 0xff);
    }
  }

  record Nat16(int value) implements NumberValue {
    public Nat16 {
      ValueKind.checkRange("nat16", value, 0, 0xffff);
    }
  }

  record Nat32(long value) implements NumberValue {
    public Nat32 {
      ValueKind.checkRange("nat32", value, 0, 0xffff_ffffL);
    }
  }

  /// @param bits read as unsigned
  record Nat64(long bits) implements NumberValue {}

  record Int8(int value) implements NumberValue {
    public Int8 {
      ValueKind.checkRange("int8", value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
  }

  record Int16(int value) implements NumberValue {
    public Int16 {
      ValueKind.checkRange("int16", value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
  }

  record Int32(int value) implements NumberValue {}

  record Int64(long value) implements NumberValue {}

  /// Equality goes by value, so that every NaN equals every other.
  record Float32(float value) implements NumberValue {}

  /// Equality goes by value, so that every NaN equals every other.
  record Float64(double value) implements NumberValue {}

  /// Whether the type is `nat` or `nat8` to `nat64`.
  default boolean isNatural() {
    return switch (this) {
      case Nat _, Nat8 _, Nat16 _, Nat32 _, Nat64 _ -> true;
      case Int _, Int8 _, Int16 _, Int32 _, Int64 _, Float32 _, Float64 _ -> false;
    };
  }

  /// Whether the type has no fractions.
  default boolean isWhole() {
    return !(this instanceof Float32 || this instanceof Float64);
  }

  /// The whole number.
  ///
  /// @throws CandidException if the type has fractions
  default BigInteger toBigInteger() {
    return switch (this) {
      case Nat(BigInteger value) -> value;
      case Int(BigInteger value) -> value;
      case Nat8(int value) -> BigInteger.valueOf(value);
      case Nat16(int value) -> BigInteger.valueOf(value);
      case Nat32(long value) -> BigInteger.valueOf(value);
      case Nat64(long bits) ->
          bits >= 0 ? BigInteger.valueOf(bits) : new BigInteger(Long.toUnsignedString(bits));
      case Int8(int value) -> BigInteger.valueOf(value);
      case Int16(int value) -> BigInteger.valueOf(value);
      case Int32(int value) -> BigInteger.valueOf(value);
      case Int64(long value) -> BigInteger.valueOf(value);
      case Float32 _, Float64 _ -> throw ValueKind.mismatch(this, "int");
    };
  }

  /// The type of the number.
  default PrimitiveType type() {
    return switch (this) {
      case Nat _ -> PrimitiveType.NAT;
      case Int _ -> PrimitiveType.INT;
      case Nat8 _ -> PrimitiveType.NAT8;
      case Nat16 _ -> PrimitiveType.NAT16;
      case Nat32 _ -> PrimitiveType.NAT32;
      case Nat64 _ -> PrimitiveType.NAT64;
      case Int8 _ -> PrimitiveType.INT8;
      case Int16 _ -> PrimitiveType.INT16;
      case Int32 _ -> PrimitiveType.INT32;
      case Int64 _ -> PrimitiveType.INT64;
      case Float32 _ -> PrimitiveType.FLOAT32;
      case Float64 _ -> PrimitiveType.FLOAT64;
    };
  }
}
