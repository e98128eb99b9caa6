package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes values at their types, checking that they fit.
///
/// A record may leave out fields whose type accepts null, a `nat` may stand for an `int`, a service
/// for a principal, `null` for an absent `opt`, and anything for `reserved`. Nothing else is
/// converted, and a field that the type does not have is an error.
///
/// Source: Candid.md, "Memory" of "Binary Format".
final class ValueEncoder {

  private final TypeEnvironment environment;

  private final ByteWriter out;

  private final CandidPath path;

  ValueEncoder(TypeEnvironment environment, ByteWriter out, CandidPath path) {
    this.environment = environment;
    this.out = out;
    this.path = path;
  }

  void encode(CandidValue value, CandidType expectedType) {
    switch (environment.resolve(expectedType)) {
      case PrimitiveType primitive -> encodePrimitive(value, primitive);
      case CandidType.Opt(CandidType of) -> encodeOpt(value, of);
      case CandidType.Vec vec -> encodeVec(value, vec);
      case CandidType.CandidRecord type -> {
        if (!(value instanceof RecordValue record)) {
          throw misfit(value, type);
        }
        encodeRecord(record, type.fields());
      }
      case CandidType.Variant type -> {
        if (!(value instanceof VariantValue variant)) {
          throw misfit(value, type);
        }
        encodeVariant(variant, type);
      }
      case CandidType.Func type -> {
        if (!(value instanceof CandidValue.FuncValue(Principal service, String method))) {
          throw misfit(value, type);
        }
        out.writeByte(1);
        encodePrincipal(service);
        encodeText(method);
      }
      case CandidType.Service type -> {
        if (!(value instanceof CandidValue.ServiceValue(Principal service))) {
          throw misfit(value, type);
        }
        encodePrincipal(service);
      }
      case CandidType.Future _ ->
          throw new CandidException("a value of a future type cannot be encoded");
      case CandidType.Var _ -> throw new IllegalStateException("a resolved type is no name");
    }
  }

  private void encodeOpt(CandidValue value, CandidType of) {
    switch (value) {
      case CandidValue.Null _ -> out.writeByte(0);
      case CandidValue.Opt(@Nullable CandidValue content) -> {
        if (content == null) {
          out.writeByte(0);
        } else {
          out.writeByte(1);
          path.enterOpt();
          encode(content, of);
          path.leave();
        }
      }
      default -> throw misfit(value, new CandidType.Opt(of));
    }
  }

  private void encodeVec(CandidValue value, CandidType.Vec type) {
    if (value instanceof CandidValue.Blob(Bytes bytes)
        && environment.resolve(type.of()) == PrimitiveType.NAT8) {
      encodeBytes(bytes.unsafeArray());
      return;
    }
    if (!(value instanceof CandidValue.Vec(List<CandidValue> values))) {
      throw misfit(value, type);
    }
    out.writeLeb(values.size());
    for (int i = 0; i < values.size(); i++) {
      path.enterElement(i);
      encode(values.get(i), type.of());
      path.leave();
    }
  }

  private void encodeRecord(RecordValue record, List<FieldType> types) {
    List<FieldValue> fields = record.fields();
    int at = 0;
    for (FieldType type : types) {
      path.enterField(type.label());
      if (at < fields.size() && fields.get(at).label().equals(type.label())) {
        encode(fields.get(at++).value(), type.type());
      } else {
        encodeMissing(type.type());
      }
      path.leave();
      if (at < fields.size() && fields.get(at).label().compareTo(type.label()) <= 0) {
        throw unknownField(fields.get(at).label());
      }
    }
    if (at < fields.size()) {
      throw unknownField(fields.get(at).label());
    }
  }

  private static CandidException unknownField(FieldLabel label) {
    return new CandidException(
        "record has field %s, which its type does not have".formatted(label));
  }

  private void encodeMissing(CandidType type) {
    CandidType resolved = environment.resolve(type);
    if (resolved instanceof CandidType.Opt) {
      out.writeByte(0);
    } else if (!SubtypeChecker.acceptsNull(resolved)) {
      throw new CandidException("field is missing, expected " + TypePrinter.brief(resolved));
    }
  }

  private void encodeVariant(VariantValue variant, CandidType.Variant type) {
    int index = Fields.indexOf(type.fields(), FieldType::label, variant.label().id());
    if (index < 0) {
      throw new CandidException(
          "found variant case %s, expected %s".formatted(variant.tag(), TypePrinter.brief(type)));
    }
    FieldType field = type.fields().get(index);
    out.writeLeb(index);
    path.enterField(field.label());
    encode(variant.value(), field.type());
    path.leave();
  }

  private void encodePrimitive(CandidValue value, PrimitiveType type) {
    switch (type) {
      case RESERVED -> {}
      case NULL -> {
        if (!(value instanceof CandidValue.Null)) {
          throw misfit(value, type);
        }
      }
      case BOOL -> out.writeByte(value.asBool() ? 1 : 0);
      case TEXT -> encodeText(value.asText());
      case PRINCIPAL -> encodePrincipal(value.asPrincipal());
      case EMPTY -> throw misfit(value, type);
      case INT, NAT, NAT8, NAT16, NAT32, NAT64, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> {
        if (!(value instanceof NumberValue number)
            || (number.type() != type
                && !(type == PrimitiveType.INT && number.type() == PrimitiveType.NAT))) {
          throw misfit(value, type);
        }
        if (type == PrimitiveType.INT) {
          out.writeInt(number.toBigInteger());
        } else {
          encodeNumber(number);
        }
      }
    }
  }

  private void encodeNumber(NumberValue number) {
    switch (number) {
      case NumberValue.Nat(var value) -> out.writeNat(value);
      case NumberValue.Int(var value) -> out.writeInt(value);
      case NumberValue.Nat8(int value) -> out.writeByte(value);
      case NumberValue.Nat16(int value) -> out.writeFixed(value, 2);
      case NumberValue.Nat32(long value) -> out.writeFixed(value, 4);
      case NumberValue.Nat64(long bits) -> out.writeFixed(bits, 8);
      case NumberValue.Int8(int value) -> out.writeByte(value);
      case NumberValue.Int16(int value) -> out.writeFixed(value, 2);
      case NumberValue.Int32(int value) -> out.writeFixed(value, 4);
      case NumberValue.Int64(long value) -> out.writeFixed(value, 8);
      case NumberValue.Float32(float value) -> out.writeFixed(Float.floatToRawIntBits(value), 4);
      case NumberValue.Float64(double value) ->
          out.writeFixed(Double.doubleToRawLongBits(value), 8);
    }
  }

  private void encodePrincipal(Principal principal) {
    out.writeByte(1);
    encodeBytes(principal.bytes().unsafeArray());
  }

  private void encodeText(String text) {
    encodeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void encodeBytes(byte[] bytes) {
    out.writeLeb(bytes.length);
    out.write(bytes);
  }

  private static CandidException misfit(CandidValue found, CandidType expected) {
    return new CandidException(
        "found %s, expected %s".formatted(ValueKind.of(found), TypePrinter.brief(expected)));
  }
}
