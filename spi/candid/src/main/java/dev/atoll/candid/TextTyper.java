package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Gives written values their types: expected ones, or those they have by themselves.
final class TextTyper {

  private final TypeEnvironment environment;

  private final CandidPath path;

  TextTyper(TypeEnvironment environment, CandidPath path) {
    this.environment = environment;
    this.path = path;
  }

  /// Without an expected type a whole number is an `int`, a fraction a `float64`.
  CandidValue infer(TextNode node) {
    return switch (node) {
      case TextNode.Literal(CandidValue value) -> value;
      case TextNode.Whole(BigInteger value) -> new NumberValue.Int(value);
      case TextNode.Fraction(String digits) -> new NumberValue.Float64(Double.parseDouble(digits));
      case TextNode.Opt(TextNode of) -> new CandidValue.Opt(infer(of));
      case TextNode.Vec(List<TextNode> elements) ->
          new CandidValue.Vec(elements.stream().map(this::infer).toList());
      case TextNode.Rec(List<TextNode.Field> fields) ->
          new RecordValue(
              fields.stream().map(f -> new FieldValue(f.label(), infer(f.value()))).toList());
      case TextNode.Variant(TextNode.Field field) ->
          new VariantValue(field.label(), infer(field.value()));
      case TextNode.Annotated(TextNode value, CandidType type) -> type(value, type);
    };
  }

  CandidValue type(TextNode node, CandidType expectedType) {
    CandidType expected = environment.resolve(expectedType);
    if (node instanceof TextNode.Annotated(TextNode value, CandidType own)) {
      return convert(type(value, own), own, expected);
    }
    return switch (expected) {
      case PrimitiveType primitive -> primitive(node, primitive);
      case CandidType.Opt(CandidType of) -> opt(node, of, expected);
      case CandidType.Vec(CandidType of) -> vec(node, of, expected);
      case CandidType.CandidRecord(List<FieldType> fields) -> {
        if (node instanceof TextNode.Rec(List<TextNode.Field> given)) {
          yield record(given, fields);
        }
        throw misfit(node, expected);
      }
      case CandidType.Variant(List<FieldType> fields) -> variant(node, fields, expected);
      case CandidType.Func _ -> literal(node, expected, CandidValue.FuncValue.class);
      case CandidType.Service _ -> literal(node, expected, CandidValue.ServiceValue.class);
      case CandidType.Future _ -> throw misfit(node, expected);
      case CandidType.Var _ -> throw new IllegalStateException("a resolved type is no name");
    };
  }

  /// What stands for a value that is not written.
  CandidValue missing(CandidType expectedType) {
    CandidType expected = environment.resolve(expectedType);
    return switch (expected) {
      case CandidType.Opt _ -> CandidValue.Opt.NONE;
      case PrimitiveType.NULL -> CandidValue.Null.INSTANCE;
      case PrimitiveType.RESERVED -> CandidValue.Reserved.INSTANCE;
      default -> throw new CandidException("value is missing, expected " + brief(expected));
    };
  }

  /// By the coercion rules, which are those of the binary format.
  private CandidValue convert(CandidValue value, CandidType own, CandidType expected) {
    if (environment.resolve(own).equals(expected)) {
      return value;
    }
    Bytes message = CandidCodec.encode(environment, List.of(own), List.of(value));
    return CandidCodec.decode(environment, List.of(expected), message, DecodeLimits.DEFAULT)
        .getFirst();
  }

  private CandidValue primitive(TextNode node, PrimitiveType expected) {
    return switch (expected) {
      case RESERVED -> CandidValue.Reserved.INSTANCE;
      case NULL -> literal(node, expected, CandidValue.Null.class);
      case BOOL -> literal(node, expected, CandidValue.Bool.class);
      case TEXT -> literal(node, expected, CandidValue.Text.class);
      case PRINCIPAL -> literal(node, expected, CandidValue.PrincipalValue.class);
      case EMPTY -> throw misfit(node, expected);
      case FLOAT32, FLOAT64 -> floating(node, expected);
      case NAT, INT, NAT8, NAT16, NAT32, NAT64, INT8, INT16, INT32, INT64 -> {
        if (node instanceof TextNode.Whole(BigInteger value)) {
          yield whole(value, expected);
        }
        throw misfit(node, expected);
      }
    };
  }

  private static CandidValue whole(BigInteger value, PrimitiveType type) {
    if (type.sizeBytes() > 0) {
      boolean signed = type.opcode() <= PrimitiveType.INT8.opcode();
      int bits = type.sizeBytes() * 8 - (signed ? 1 : 0);
      if (value.bitLength() > bits || (!signed && value.signum() < 0)) {
        throw new CandidException("number %s is no %s".formatted(brief(value), type));
      }
    }
    return switch (type) {
      case NAT -> new NumberValue.Nat(value);
      case INT -> new NumberValue.Int(value);
      case NAT8 -> new NumberValue.Nat8(value.intValue());
      case NAT16 -> new NumberValue.Nat16(value.intValue());
      case NAT32 -> new NumberValue.Nat32(value.longValue());
      case NAT64 -> new NumberValue.Nat64(value.longValue());
      case INT8 -> new NumberValue.Int8(value.intValue());
      case INT16 -> new NumberValue.Int16(value.intValue());
      case INT32 -> new NumberValue.Int32(value.intValue());
      case INT64 -> new NumberValue.Int64(value.longValue());
      default -> throw new IllegalStateException(type + " has no whole numbers");
    };
  }

  private static CandidValue floating(TextNode node, PrimitiveType expected) {
    String digits =
        switch (node) {
          case TextNode.Fraction(String text) -> text;
          case TextNode.Whole(BigInteger value) -> value.toString();
          default -> throw misfit(node, expected);
        };
    return expected == PrimitiveType.FLOAT32
        ? new NumberValue.Float32(Float.parseFloat(digits))
        : new NumberValue.Float64(Double.parseDouble(digits));
  }

  private CandidValue opt(TextNode node, CandidType of, CandidType expected) {
    if (node instanceof TextNode.Literal(CandidValue.Null _)) {
      return CandidValue.Opt.NONE;
    }
    if (!(node instanceof TextNode.Opt(TextNode content))) {
      throw misfit(node, expected);
    }
    path.enterOpt();
    CandidValue value = type(content, of);
    path.leave();
    return new CandidValue.Opt(value);
  }

  private CandidValue vec(TextNode node, CandidType of, CandidType expected) {
    boolean isBlob = environment.resolve(of) == PrimitiveType.NAT8;
    if (isBlob && node instanceof TextNode.Literal(CandidValue.Blob blob)) {
      return blob;
    }
    if (!(node instanceof TextNode.Vec(List<TextNode> elements))) {
      throw misfit(node, expected);
    }
    List<CandidValue> values = new ArrayList<>(elements.size());
    for (TextNode element : elements) {
      path.enterElement(values.size());
      values.add(type(element, of));
      path.leave();
    }
    return isBlob ? pack(values) : new CandidValue.Vec(values);
  }

  private static CandidValue pack(List<CandidValue> values) {
    byte[] bytes = new byte[values.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values.get(i).asLong();
    }
    return new CandidValue.Blob(Bytes.wrap(bytes));
  }

  /// Fields that the type does not have are left out, as the coercion rules want.
  private CandidValue record(List<TextNode.Field> given, List<FieldType> types) {
    List<FieldValue> fields = new ArrayList<>(types.size());
    for (FieldType type : types) {
      path.enterField(type.label());
      int index = Fields.indexOf(given, TextNode.Field::label, type.label().id());
      CandidValue value =
          index < 0 ? missing(type.type()) : type(given.get(index).value(), type.type());
      path.leave();
      fields.add(new FieldValue(type.label(), value));
    }
    return new RecordValue(fields);
  }

  private CandidValue variant(TextNode node, List<FieldType> fields, CandidType expected) {
    if (!(node instanceof TextNode.Variant(TextNode.Field given))) {
      throw misfit(node, expected);
    }
    int index = Fields.indexOf(fields, FieldType::label, given.label().id());
    if (index < 0) {
      throw new CandidException(
          "found variant case %s, expected %s".formatted(given.label(), brief(expected)));
    }
    FieldType type = fields.get(index);
    path.enterField(type.label());
    CandidValue value = type(given.value(), type.type());
    path.leave();
    return new VariantValue(type.label(), value);
  }

  private static CandidValue literal(
      TextNode node, CandidType expected, Class<? extends CandidValue> kind) {
    if (node instanceof TextNode.Literal(CandidValue value) && kind.isInstance(value)) {
      return value;
    }
    throw misfit(node, expected);
  }

  private static CandidException misfit(TextNode found, CandidType expected) {
    return new CandidException("found %s, expected %s".formatted(kind(found), brief(expected)));
  }

  private static String kind(TextNode node) {
    return switch (node) {
      case TextNode.Literal(CandidValue value) -> ValueKind.of(value);
      case TextNode.Whole _ -> "number";
      case TextNode.Fraction _ -> "number with fraction";
      case TextNode.Opt _ -> "opt";
      case TextNode.Vec _ -> "vec";
      case TextNode.Rec _ -> "record";
      case TextNode.Variant _ -> "variant";
      case TextNode.Annotated(var _, CandidType type) -> brief(type);
    };
  }

  private static String brief(CandidType type) {
    return TypePrinter.brief(type);
  }

  private static String brief(BigInteger value) {
    return value.bitLength() > 512 ? "of %d bits".formatted(value.bitLength()) : value.toString();
  }
}
