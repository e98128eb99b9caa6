package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Candid value. [CandidValues] builds them, the accessors here read them.
///
/// An accessor on a value of another kind throws a [CandidException] that says what was expected
/// and found; [CandidView] adds the path to it. A `vec nat8` is always a [Blob] once its type is
/// known. Equality of records and variants goes by field ids.
///
/// Source: Candid.md, "Values".
public sealed interface CandidValue
    permits NumberValue,
        CandidValue.Null,
        CandidValue.Bool,
        CandidValue.Text,
        CandidValue.Opt,
        CandidValue.Vec,
        CandidValue.Blob,
        RecordValue,
        VariantValue,
        CandidValue.PrincipalValue,
        CandidValue.FuncValue,
        CandidValue.ServiceValue,
        CandidValue.Reserved {

  /// The value of type `null`; an absent `opt` is [Opt#NONE].
  record Null() implements CandidValue {
    public static final Null INSTANCE = new Null();
  }

  /// The value of type `reserved`: its content is unknown.
  record Reserved() implements CandidValue {
    public static final Reserved INSTANCE = new Reserved();
  }

  record Bool(boolean value) implements CandidValue {}

  /// @param value without unpaired surrogates
  record Text(String value) implements CandidValue {
    public Text {
      if (!Utf8.isEncodable(value)) {
        throw new CandidException("text has an unpaired surrogate");
      }
    }
  }

  /// @param value null if absent
  record Opt(@Nullable CandidValue value) implements CandidValue {
    public static final Opt NONE = new Opt(null);
  }

  record Vec(List<CandidValue> values) implements CandidValue {
    public Vec {
      values = List.copyOf(values);
    }
  }

  /// A `vec nat8`.
  record Blob(Bytes value) implements CandidValue {}

  record PrincipalValue(Principal value) implements CandidValue {}

  record ServiceValue(Principal value) implements CandidValue {}

  record FuncValue(Principal service, String method) implements CandidValue {
    public FuncValue {
      if (!Utf8.isEncodable(method)) {
        throw new CandidException("method name has an unpaired surrogate");
      }
    }
  }

  default boolean asBool() {
    if (this instanceof Bool(boolean value)) {
      return value;
    }
    throw ValueKind.mismatch(this, "bool");
  }

  default String asText() {
    if (this instanceof Text(String value)) {
      return value;
    }
    throw ValueKind.mismatch(this, "text");
  }

  default Bytes asBlob() {
    return switch (this) {
      case Blob(Bytes value) -> value;
      case Vec(List<CandidValue> values) when values.isEmpty() -> Bytes.EMPTY;
      default -> throw ValueKind.mismatch(this, "blob");
    };
  }

  /// The elements; those of a blob are boxed one by one, so prefer [#asBlob].
  default List<CandidValue> asVec() {
    return switch (this) {
      case Vec(List<CandidValue> values) -> values;
      case Blob(Bytes value) -> ValueKind.unpack(value);
      default -> throw ValueKind.mismatch(this, "vec");
    };
  }

  /// The content of an `opt`, or null if absent; null for the value `null` too.
  default @Nullable CandidValue asOpt() {
    return switch (this) {
      case Opt(@Nullable CandidValue value) -> value;
      case Null() -> null;
      default -> throw ValueKind.mismatch(this, "opt");
    };
  }

  default Principal asPrincipal() {
    return switch (this) {
      case PrincipalValue(Principal value) -> value;
      case ServiceValue(Principal value) -> value;
      default -> throw ValueKind.mismatch(this, "principal");
    };
  }

  default FuncValue asFunc() {
    if (this instanceof FuncValue func) {
      return func;
    }
    throw ValueKind.mismatch(this, "func");
  }

  default RecordValue asRecord() {
    if (this instanceof RecordValue record) {
      return record;
    }
    throw ValueKind.mismatch(this, "record");
  }

  default VariantValue asVariant() {
    if (this instanceof VariantValue variant) {
      return variant;
    }
    throw ValueKind.mismatch(this, "variant");
  }

  /// A field of a record.
  default CandidValue field(String name) {
    return asRecord().get(name);
  }

  /// The content of an `opt` field of a record, or null if the field or its content is absent.
  default @Nullable CandidValue optField(String name) {
    return asRecord().getOpt(name);
  }

  /// Any number of `nat` or `nat8` to `nat64`.
  default BigInteger asNat() {
    if (this instanceof NumberValue number && number.isNatural()) {
      return number.toBigInteger();
    }
    throw ValueKind.mismatch(this, "nat");
  }

  /// Any whole number, of whichever type.
  default BigInteger asInt() {
    if (this instanceof NumberValue number && number.isWhole()) {
      return number.toBigInteger();
    }
    throw ValueKind.mismatch(this, "int");
  }

  /// Any whole number from -2^63 to 2^63-1, of whichever type.
  default long asLong() {
    BigInteger value = asInt();
    if (value.bitLength() > 63) {
      throw new CandidException("number is %s, expected 64 bits with sign".formatted(value));
    }
    return value.longValue();
  }

  /// Any natural number below 2^64, of whichever type, as an unsigned `long`.
  default long asNat64() {
    BigInteger value = asNat();
    if (value.bitLength() > 64) {
      throw new CandidException("number is %s, expected 64 bits without sign".formatted(value));
    }
    return value.longValue();
  }

  /// A `float32` or `float64`.
  default double asFloat64() {
    return switch (this) {
      case NumberValue.Float32(float value) -> value;
      case NumberValue.Float64(double value) -> value;
      default -> throw ValueKind.mismatch(this, "float64");
    };
  }
}
