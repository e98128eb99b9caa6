package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.List;

/// Reads values of the message's types as values of the expected types.
///
/// Throws a [Mismatch] where a well-formed value does not fit; the nearest `opt` around it turns
/// into null, as the coercion rules want.
///
/// Source: Candid.md, "Coercion" and "Deserialisation".
final class ValueDecoder {

  /// A vector's list is not made larger than this before its elements were seen.
  private static final int CAPACITY_MAX = 1024;

  private final ByteReader in;

  private final TypeEnvironment wire;

  private final TypeEnvironment target;

  private final DecodeBudget budget;

  private final CandidPath path;

  private final ValueSkipper skipper;

  private final PrimitiveDecoder primitives;

  private final SubtypeChecker subtypes;

  ValueDecoder(
      ByteReader in,
      TypeEnvironment wire,
      TypeEnvironment target,
      DecodeBudget budget,
      CandidPath path) {
    this.in = in;
    this.wire = wire;
    this.target = target;
    this.budget = budget;
    this.path = path;
    this.skipper = new ValueSkipper(in, wire, budget, path);
    this.primitives = new PrimitiveDecoder(in, budget);
    this.subtypes = new SubtypeChecker(wire, target, () -> budget.charge(1));
  }

  void skip(CandidType wireType) {
    skipper.skip(wireType);
  }

  CandidValue decode(CandidType wireType, CandidType expectedType) {
    CandidType found = wire.resolve(wireType);
    CandidType expected = target.resolve(expectedType);
    if (found == PrimitiveType.EMPTY) {
      throw new CandidException("message has a value of type empty");
    }
    return switch (expected) {
      case PrimitiveType primitive -> decodePrimitive(found, primitive);
      case CandidType.Opt opt -> decodeOpt(found, opt);
      case CandidType.Vec vec -> decodeVec(found, vec);
      case CandidType.CandidRecord record -> decodeRecord(found, record);
      case CandidType.Variant variant -> decodeVariant(found, variant);
      case CandidType.Func func -> decodeFunc(found, func);
      case CandidType.Service service -> decodeService(found, service);
      case CandidType.Future future -> decodeFuture(found, future);
      case CandidType.Var _ -> throw new IllegalStateException("a resolved type is no name");
    };
  }

  /// What stands for a value that the message does not have.
  ///
  /// @throws Mismatch if the expected type has no such value
  CandidValue missing(CandidType expectedType) {
    CandidType expected = target.resolve(expectedType);
    budget.charge(1);
    return switch (expected) {
      case CandidType.Opt _ -> CandidValue.Opt.NONE;
      case PrimitiveType.NULL -> CandidValue.Null.INSTANCE;
      case PrimitiveType.RESERVED -> CandidValue.Reserved.INSTANCE;
      default -> throw new Mismatch(PrimitiveType.NULL, expected);
    };
  }

  private CandidValue decodePrimitive(CandidType found, PrimitiveType expected) {
    if (expected == PrimitiveType.RESERVED) {
      if (found == PrimitiveType.RESERVED) {
        budget.charge(1);
      } else {
        skipper.skip(found);
      }
      return CandidValue.Reserved.INSTANCE;
    }
    if (expected == PrimitiveType.PRINCIPAL && found instanceof CandidType.Service) {
      return primitives.decode(PrimitiveType.PRINCIPAL);
    }
    if (expected == PrimitiveType.INT && found == PrimitiveType.NAT) {
      return primitives.decodeNatAsInt();
    }
    if (found != expected) {
      throw new Mismatch(found, expected);
    }
    return primitives.decode(expected);
  }

  private CandidValue decodeOpt(CandidType found, CandidType.Opt expected) {
    budget.charge(DecodeCost.COMPOSITE);
    return switch (found) {
      case PrimitiveType.NULL, PrimitiveType.RESERVED -> CandidValue.Opt.NONE;
      case CandidType.Opt(CandidType of) ->
          in.readBool() ? decodeContent(of, expected.of()) : CandidValue.Opt.NONE;
      default -> decodeContent(found, expected.of());
    };
  }

  private CandidValue decodeContent(CandidType found, CandidType expected) {
    int start = in.position();
    int depth = path.depth();
    try {
      path.enterOpt();
      CandidValue value = decode(found, expected);
      path.leave();
      return new CandidValue.Opt(value);
    } catch (Mismatch e) {
      in.seek(start);
      path.leaveTo(depth);
      budget.charge(DecodeCost.BACKTRACK);
      skipper.skip(found);
      return CandidValue.Opt.NONE;
    }
  }

  private CandidValue decodeVec(CandidType foundType, CandidType.Vec expected) {
    if (!(foundType instanceof CandidType.Vec found)) {
      throw new Mismatch(foundType, expected);
    }
    CandidType foundElement = wire.resolve(found.of());
    CandidType expectedElement = target.resolve(expected.of());
    int length = in.readLength();
    if (expectedElement == PrimitiveType.NAT8
        && (foundElement == PrimitiveType.NAT8 || length == 0)) {
      budget.charge(DecodeCost.TEXT + length);
      return new CandidValue.Blob(length == 0 ? Bytes.EMPTY : in.readBytes(length));
    }
    budget.charge(DecodeCost.COMPOSITE + DecodeCost.ELEMENT * (long) length);
    List<CandidValue> values = new ArrayList<>(Math.min(length, CAPACITY_MAX));
    for (int i = 0; i < length; i++) {
      path.enterElement(i);
      values.add(decode(foundElement, expectedElement));
      path.leave();
    }
    return new CandidValue.Vec(values);
  }

  private CandidValue decodeRecord(CandidType foundType, CandidType.CandidRecord expected) {
    if (!(foundType instanceof CandidType.CandidRecord(List<FieldType> found))) {
      throw new Mismatch(foundType, expected);
    }
    budget.charge(DecodeCost.COMPOSITE);
    if (found.isEmpty() && expected.fields().isEmpty()) {
      return RecordValue.EMPTY;
    }
    List<FieldValue> fields = new ArrayList<>(expected.fields().size());
    int at = 0;
    for (FieldType field : expected.fields()) {
      while (at < found.size() && found.get(at).label().compareTo(field.label()) < 0) {
        skipField(found.get(at++));
      }
      budget.charge(DecodeCost.FIELD + DecodeCost.nameOf(field.label()));
      path.enterField(field.label());
      CandidValue value =
          at < found.size() && found.get(at).label().equals(field.label())
              ? decode(found.get(at++).type(), field.type())
              : missing(field.type());
      path.leave();
      fields.add(new FieldValue(field.label(), value));
    }
    while (at < found.size()) {
      skipField(found.get(at++));
    }
    return new RecordValue(fields);
  }

  private void skipField(FieldType field) {
    budget.charge(DecodeCost.FIELD);
    path.enterField(field.label());
    skipper.skip(field.type());
    path.leave();
  }

  private CandidValue decodeVariant(CandidType foundType, CandidType.Variant expected) {
    if (!(foundType instanceof CandidType.Variant(List<FieldType> found))) {
      throw new Mismatch(foundType, expected);
    }
    FieldType given = found.get(ValueSkipper.readCase(in, found));
    int index = Fields.indexOf(expected.fields(), FieldType::label, given.label().id());
    if (index < 0) {
      throw new Mismatch(new CandidType.Variant(List.of(given)), expected);
    }
    FieldType wanted = expected.fields().get(index);
    budget.charge(DecodeCost.COMPOSITE + DecodeCost.CASE + DecodeCost.nameOf(wanted.label()));
    path.enterField(wanted.label());
    CandidValue value = decode(given.type(), wanted.type());
    path.leave();
    return new VariantValue(wanted.label(), value);
  }

  private CandidValue decodeFunc(CandidType found, CandidType.Func expected) {
    checkReference(found, expected, found instanceof CandidType.Func);
    if (!in.readBool()) {
      throw ValueSkipper.opaque();
    }
    Principal service = primitives.readPrincipal();
    int size = in.readLength();
    budget.charge(DecodeCost.TEXT + size);
    return new CandidValue.FuncValue(service, in.readText(size));
  }

  private CandidValue decodeService(CandidType found, CandidType.Service expected) {
    checkReference(found, expected, found instanceof CandidType.Service);
    return new CandidValue.ServiceValue(primitives.readPrincipal());
  }

  private void checkReference(CandidType found, CandidType expected, boolean sameKind) {
    budget.charge(DecodeCost.COMPOSITE);
    if (!sameKind || !subtypes.isSubtype(found, expected)) {
      throw new Mismatch(found, expected);
    }
  }

  /// Only when a message is read by its own types: the value is skipped.
  private CandidValue decodeFuture(CandidType found, CandidType.Future expected) {
    if (!found.equals(expected)) {
      throw new Mismatch(found, expected);
    }
    skipper.skip(found);
    return CandidValue.Reserved.INSTANCE;
  }
}
