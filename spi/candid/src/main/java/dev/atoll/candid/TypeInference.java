package dev.atoll.candid;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Finds types for values that come without, as those typed by hand.
///
/// The elements of a vector get one type: cases of variants add up, a `nat` beside an `int` is an
/// `int`, `null` beside an option is absent. A function reference becomes `func () -> ()` and a
/// service reference `service {}`, since the value does not tell more.
public final class TypeInference {

  private TypeInference() {}

  /// A type at which `value` can be encoded.
  ///
  /// @throws CandidException if the elements of a vector have no common type
  public static CandidType typeOf(CandidValue value) {
    return switch (value) {
      case NumberValue number -> number.type();
      case CandidValue.Null _ -> PrimitiveType.NULL;
      case CandidValue.Reserved _ -> PrimitiveType.RESERVED;
      case CandidValue.Bool _ -> PrimitiveType.BOOL;
      case CandidValue.Text _ -> PrimitiveType.TEXT;
      case CandidValue.PrincipalValue _ -> PrimitiveType.PRINCIPAL;
      case CandidValue.Blob _ -> CandidType.BLOB;
      case CandidValue.ServiceValue _ -> new CandidType.Service(List.of());
      case CandidValue.FuncValue _ -> new CandidType.Func(List.of(), List.of(), List.of());
      case CandidValue.Opt(var content) ->
          new CandidType.Opt(content == null ? PrimitiveType.EMPTY : typeOf(content));
      case CandidValue.Vec(List<CandidValue> values) -> {
        CandidType common = PrimitiveType.EMPTY;
        for (CandidValue element : values) {
          common = join(common, typeOf(element));
        }
        yield new CandidType.Vec(common);
      }
      case RecordValue(List<FieldValue> fields) ->
          new CandidType.CandidRecord(
              fields.stream().map(f -> new FieldType(f.label(), typeOf(f.value()))).toList());
      case VariantValue(FieldLabel label, CandidValue content) ->
          new CandidType.Variant(List.of(new FieldType(label, typeOf(content))));
    };
  }

  private static CandidType join(CandidType one, CandidType other) {
    if (one.equals(other) || other == PrimitiveType.EMPTY) {
      return one;
    }
    if (one == PrimitiveType.EMPTY) {
      return other;
    }
    if (isWhole(one) && isWhole(other)) {
      return PrimitiveType.INT;
    }
    if (one instanceof CandidType.Opt && other == PrimitiveType.NULL) {
      return one;
    }
    if (one == PrimitiveType.NULL && other instanceof CandidType.Opt) {
      return other;
    }
    if (one instanceof CandidType.Opt(var a) && other instanceof CandidType.Opt(var b)) {
      return new CandidType.Opt(join(a, b));
    }
    if (one instanceof CandidType.Vec(var a) && other instanceof CandidType.Vec(var b)) {
      return new CandidType.Vec(join(a, b));
    }
    if (one instanceof CandidType.CandidRecord(var a)
        && other instanceof CandidType.CandidRecord(var b)
        && labels(a).equals(labels(b))) {
      return new CandidType.CandidRecord(joinAll(a, b));
    }
    if (one instanceof CandidType.Variant(var a) && other instanceof CandidType.Variant(var b)) {
      return new CandidType.Variant(joinAll(a, b));
    }
    throw new CandidException(
        "vector has elements of types %s and %s"
            .formatted(TypePrinter.brief(one), TypePrinter.brief(other)));
  }

  private static boolean isWhole(CandidType type) {
    return type == PrimitiveType.NAT || type == PrimitiveType.INT;
  }

  private static List<FieldLabel> labels(List<FieldType> fields) {
    return fields.stream().map(FieldType::label).toList();
  }

  private static List<FieldType> joinAll(List<FieldType> one, List<FieldType> other) {
    TreeMap<FieldLabel, CandidType> types = new TreeMap<>();
    one.forEach(field -> types.put(field.label(), field.type()));
    other.forEach(field -> types.merge(field.label(), field.type(), TypeInference::join));
    List<FieldType> fields = new ArrayList<>();
    types.forEach((label, type) -> fields.add(new FieldType(label, type)));
    return fields;
  }
}
