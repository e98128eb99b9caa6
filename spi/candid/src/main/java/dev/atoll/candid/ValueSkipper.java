package dev.atoll.candid;

import dev.atoll.types.Principal;
import java.util.List;

/// Reads values without keeping them, checking that they are well formed.
final class ValueSkipper {

  private final ByteReader in;

  private final TypeEnvironment environment;

  private final DecodeBudget budget;

  private final CandidPath path;

  ValueSkipper(ByteReader in, TypeEnvironment environment, DecodeBudget budget, CandidPath path) {
    this.in = in;
    this.environment = environment;
    this.budget = budget;
    this.path = path;
  }

  /// Reads a value of `type`, at the price of skipped values.
  void skip(CandidType type) {
    boolean before = budget.setSkipping(true);
    skipAny(type);
    budget.setSkipping(before);
  }

  private void skipAny(CandidType type) {
    switch (environment.resolve(type)) {
      case PrimitiveType primitive -> skipPrimitive(primitive);
      case CandidType.Opt(CandidType of) -> {
        budget.charge(DecodeCost.COMPOSITE);
        if (in.readBool()) {
          path.enterOpt();
          skipAny(of);
          path.leave();
        }
      }
      case CandidType.Vec(CandidType of) -> skipVec(environment.resolve(of));
      case CandidType.CandidRecord(List<FieldType> fields) -> {
        budget.charge(DecodeCost.COMPOSITE);
        for (FieldType field : fields) {
          skipField(field, DecodeCost.FIELD);
        }
      }
      case CandidType.Variant(List<FieldType> fields) -> {
        budget.charge(DecodeCost.COMPOSITE);
        skipField(fields.get(readCase(in, fields)), DecodeCost.CASE);
      }
      case CandidType.Func _ -> {
        budget.charge(DecodeCost.COMPOSITE);
        if (!in.readBool()) {
          throw opaque();
        }
        skipPrincipal();
        skipText();
      }
      case CandidType.Service _ -> {
        budget.charge(DecodeCost.COMPOSITE);
        skipPrincipal();
      }
      case CandidType.Future _ -> {
        int size = in.readLength();
        // The number of references; they would come beside the message.
        in.readLength();
        budget.charge(DecodeCost.TEXT + size);
        in.skip(size);
      }
      case CandidType.Var _ -> throw new IllegalStateException("a resolved type is no name");
    }
  }

  private void skipField(FieldType field, int cost) {
    budget.charge(cost);
    path.enterField(field.label());
    skipAny(field.type());
    path.leave();
  }

  private void skipVec(CandidType element) {
    int length = in.readLength();
    if (element instanceof PrimitiveType primitive
        && primitive.sizeBytes() > 0
        && primitive != PrimitiveType.BOOL) {
      long size = (long) length * primitive.sizeBytes();
      budget.charge(DecodeCost.COMPOSITE + size);
      in.skip(size);
      return;
    }
    budget.charge(DecodeCost.COMPOSITE + DecodeCost.ELEMENT * (long) length);
    for (int i = 0; i < length; i++) {
      path.enterElement(i);
      skipAny(element);
      path.leave();
    }
  }

  private void skipPrimitive(PrimitiveType type) {
    switch (type) {
      case NULL, RESERVED -> budget.charge(1);
      case BOOL -> {
        budget.charge(1);
        in.readBool();
      }
      case NAT, INT -> {
        int start = in.position();
        in.skipLeb();
        budget.charge(in.position() - start);
      }
      case NAT8, NAT16, NAT32, NAT64, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> {
        budget.charge(type.sizeBytes());
        in.skip(type.sizeBytes());
      }
      case TEXT -> skipText();
      case PRINCIPAL -> skipPrincipal();
      case EMPTY -> throw new CandidException("message has a value of type empty");
    }
  }

  private void skipText() {
    int size = in.readLength();
    budget.charge(DecodeCost.TEXT + size);
    in.readText(size);
  }

  private void skipPrincipal() {
    int size = readPrincipalSize(in);
    budget.charge(DecodeCost.PRINCIPAL);
    in.skip(size);
  }

  /// Reads the index of a case and checks it.
  static int readCase(ByteReader in, List<FieldType> fields) {
    int start = in.position();
    long index = in.readLeb64();
    if (index < 0 || index >= fields.size()) {
      throw new CandidException(
          "variant at byte %d has case %s of only %d"
              .formatted(start, Long.toUnsignedString(index), fields.size()));
    }
    return (int) index;
  }

  /// Reads the mark of a transparent reference and the size of its principal.
  static int readPrincipalSize(ByteReader in) {
    if (!in.readBool()) {
      throw opaque();
    }
    int size = in.readLength();
    if (size > Principal.SIZE_BYTES_MAX) {
      throw new CandidException(
          "principal is %d bytes, at most %d allowed".formatted(size, Principal.SIZE_BYTES_MAX));
    }
    return size;
  }

  static CandidException opaque() {
    return new CandidException("message has an opaque reference, expected a transparent one");
  }
}
