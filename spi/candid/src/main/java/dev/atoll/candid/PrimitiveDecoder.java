package dev.atoll.candid;

import dev.atoll.types.Principal;

/// Reads values of primitive types.
///
/// Source: Candid.md, "Memory" of "Binary Format".
final class PrimitiveDecoder {

  private final ByteReader in;

  private final DecodeBudget budget;

  PrimitiveDecoder(ByteReader in, DecodeBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  /// @throws CandidException for `empty`, which has no values
  CandidValue decode(PrimitiveType type) {
    if (type.sizeBytes() > 0) {
      budget.charge(type.sizeBytes());
    }
    return switch (type) {
      case NULL -> {
        budget.charge(1);
        yield CandidValue.Null.INSTANCE;
      }
      case RESERVED -> {
        budget.charge(1);
        yield CandidValue.Reserved.INSTANCE;
      }
      case BOOL -> new CandidValue.Bool(in.readBool());
      case NAT -> {
        int start = in.position();
        NumberValue value = new NumberValue.Nat(in.readNat());
        budget.charge(in.position() - start);
        yield value;
      }
      case INT -> {
        int start = in.position();
        NumberValue value = new NumberValue.Int(in.readInt());
        budget.charge(in.position() - start);
        yield value;
      }
      case NAT8 -> new NumberValue.Nat8(in.readByte());
      case NAT16 -> new NumberValue.Nat16((int) in.readFixed(2));
      case NAT32 -> new NumberValue.Nat32(in.readFixed(4));
      case NAT64 -> new NumberValue.Nat64(in.readFixed(8));
      case INT8 -> new NumberValue.Int8((byte) in.readByte());
      case INT16 -> new NumberValue.Int16((short) in.readFixed(2));
      case INT32 -> new NumberValue.Int32((int) in.readFixed(4));
      case INT64 -> new NumberValue.Int64(in.readFixed(8));
      case FLOAT32 -> new NumberValue.Float32(Float.intBitsToFloat((int) in.readFixed(4)));
      case FLOAT64 -> new NumberValue.Float64(Double.longBitsToDouble(in.readFixed(8)));
      case TEXT -> {
        int size = in.readLength();
        budget.charge(DecodeCost.TEXT + size);
        yield new CandidValue.Text(in.readText(size));
      }
      case PRINCIPAL -> new CandidValue.PrincipalValue(readPrincipal());
      case EMPTY -> throw new CandidException("message has a value of type empty");
    };
  }

  /// Reads a `nat` where an `int` is expected.
  CandidValue decodeNatAsInt() {
    int start = in.position();
    NumberValue value = new NumberValue.Int(in.readNat());
    budget.charge(in.position() - start);
    return value;
  }

  Principal readPrincipal() {
    int size = ValueSkipper.readPrincipalSize(in);
    budget.charge(DecodeCost.PRINCIPAL);
    return Principal.of(in.readBytes(size));
  }
}
