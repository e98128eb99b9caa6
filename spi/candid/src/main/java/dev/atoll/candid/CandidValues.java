package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds values: `record().field("canister_id", principal(id)).field("name", none()).build()`.
public final class CandidValues {

  private CandidValues() {}

  public static CandidValue nullValue() {
    return CandidValue.Null.INSTANCE;
  }

  public static CandidValue reserved() {
    return CandidValue.Reserved.INSTANCE;
  }

  public static CandidValue bool(boolean value) {
    return new CandidValue.Bool(value);
  }

  public static CandidValue text(String value) {
    return new CandidValue.Text(value);
  }

  public static CandidValue nat(long value) {
    return nat(BigInteger.valueOf(value));
  }

  public static CandidValue nat(BigInteger value) {
    return new NumberValue.Nat(value);
  }

  /// A `int`.
  public static CandidValue integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  /// A `int`.
  public static CandidValue integer(BigInteger value) {
    return new NumberValue.Int(value);
  }

  public static CandidValue nat8(int value) {
    return new NumberValue.Nat8(value);
  }

  public static CandidValue nat16(int value) {
    return new NumberValue.Nat16(value);
  }

  public static CandidValue nat32(long value) {
    return new NumberValue.Nat32(value);
  }

  /// @param bits read as unsigned
  public static CandidValue nat64(long bits) {
    return new NumberValue.Nat64(bits);
  }

  public static CandidValue int8(int value) {
    return new NumberValue.Int8(value);
  }

  public static CandidValue int16(int value) {
    return new NumberValue.Int16(value);
  }

  public static CandidValue int32(int value) {
    return new NumberValue.Int32(value);
  }

  public static CandidValue int64(long value) {
    return new NumberValue.Int64(value);
  }

  public static CandidValue float32(float value) {
    return new NumberValue.Float32(value);
  }

  public static CandidValue float64(double value) {
    return new NumberValue.Float64(value);
  }

  public static CandidValue blob(Bytes value) {
    return new CandidValue.Blob(value);
  }

  public static CandidValue principal(Principal value) {
    return new CandidValue.PrincipalValue(value);
  }

  public static CandidValue service(Principal value) {
    return new CandidValue.ServiceValue(value);
  }

  public static CandidValue func(Principal service, String method) {
    return new CandidValue.FuncValue(service, method);
  }

  public static CandidValue none() {
    return CandidValue.Opt.NONE;
  }

  public static CandidValue some(CandidValue value) {
    return new CandidValue.Opt(value);
  }

  /// Absent if `value` is null.
  public static CandidValue opt(@Nullable CandidValue value) {
    return value == null ? none() : some(value);
  }

  public static CandidValue vec(List<? extends CandidValue> values) {
    return new CandidValue.Vec(List.copyOf(values));
  }

  public static CandidValue vec(CandidValue... values) {
    return new CandidValue.Vec(List.of(values));
  }

  /// A record with the fields 0, 1, 2 and so on.
  public static CandidValue tuple(CandidValue... values) {
    List<FieldValue> fields = new ArrayList<>();
    for (CandidValue value : values) {
      fields.add(new FieldValue(FieldLabel.ofId(fields.size()), value));
    }
    return new RecordValue(fields);
  }

  /// A case without content.
  public static CandidValue variant(String name) {
    return variant(name, nullValue());
  }

  public static CandidValue variant(String name, CandidValue value) {
    return new VariantValue(FieldLabel.named(name), value);
  }

  public static RecordBuilder record() {
    return new RecordBuilder();
  }

  /// Collects the fields of a record, in any order. For one thread.
  public static final class RecordBuilder {

    private final List<FieldValue> fields = new ArrayList<>();

    private RecordBuilder() {}

    public RecordBuilder field(String name, CandidValue value) {
      fields.add(new FieldValue(FieldLabel.named(name), value));
      return this;
    }

    public RecordBuilder field(long id, CandidValue value) {
      fields.add(new FieldValue(FieldLabel.ofId(id), value));
      return this;
    }

    /// An `opt` field; absent if `value` is null.
    public RecordBuilder optField(String name, @Nullable CandidValue value) {
      return field(name, opt(value));
    }

    /// @throws CandidException if two fields have the same id
    public CandidValue build() {
      return new RecordValue(fields);
    }
  }
}
