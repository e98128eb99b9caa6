package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Types and values from a seed. Names are used under `opt` and `vec` only, so every type has a
/// finite value. No name is an `opt`: nothing but `null` decodes at a type that is `opt` for ever.
final class RandomCandid {

  private static final int DEPTH_MAX = 4;

  private static final int NAMES = 3;

  private static final int KINDS = 8;

  private static final List<PrimitiveType> PRIMITIVES = List.of(PrimitiveType.values());

  private static final List<String> LABELS =
      List.of("a", "canister_id", "Ok", "type", "☃", "with space", "\"quoted\\", "x1", "\n", "");

  private static final List<String> TEXTS =
      List.of("", "plain", "\u0000\u0007\u007f", "é☃🐂", "\"\\\n\r\t'", "\ufffd", "a".repeat(300));

  private final Random random;

  RandomCandid(long seed) {
    this.random = new Random(seed);
  }

  TypeEnvironment environment() {
    Map<String, CandidType> definitions = new LinkedHashMap<>();
    for (int i = 0; i < NAMES; i++) {
      definitions.put("name" + i, composite(1, 2 + random.nextInt(KINDS - 2)));
    }
    return TypeEnvironment.of(definitions);
  }

  List<CandidType> types() {
    List<CandidType> types = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      types.add(type(0, false));
    }
    return types;
  }

  /// @param guarded whether there is an `opt` or `vec` around it, so that it need not have a value
  CandidType type(int depth, boolean guarded) {
    if (guarded && random.nextInt(4) == 0) {
      return random.nextInt(8) == 0
          ? PrimitiveType.EMPTY
          : new CandidType.Var("name" + random.nextInt(NAMES));
    }
    return depth >= DEPTH_MAX || random.nextInt(3) == 0
        ? primitive()
        : composite(depth, random.nextInt(KINDS));
  }

  private PrimitiveType primitive() {
    PrimitiveType type = PRIMITIVES.get(random.nextInt(PRIMITIVES.size()));
    return type == PrimitiveType.EMPTY ? PrimitiveType.RESERVED : type;
  }

  private CandidType composite(int depth, int kind) {
    int deeper = depth + 1;
    return switch (kind) {
      case 0, 1 -> new CandidType.Opt(type(deeper, true));
      case 2 -> new CandidType.Vec(type(deeper, true));
      case 3 -> CandidType.BLOB;
      case 4 -> new CandidType.CandidRecord(fields(deeper, 0));
      case 5 -> new CandidType.Variant(fields(deeper, 1));
      case 6 -> func(deeper);
      default -> {
        List<CandidType.Method> methods = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          methods.add(new CandidType.Method("method" + LABELS.get(i) + i, func(deeper)));
        }
        yield new CandidType.Service(methods);
      }
    };
  }

  private CandidType.Func func(int depth) {
    List<CandidType> arguments = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      arguments.add(type(depth, true));
    }
    return switch (random.nextInt(3)) {
      case 0 -> new CandidType.Func(arguments, List.of(), List.of(FuncAnnotation.ONEWAY));
      case 1 -> new CandidType.Func(arguments, arguments, List.of(FuncAnnotation.QUERY));
      default -> new CandidType.Func(arguments, List.of(type(depth, true)), List.of());
    };
  }

  private List<FieldType> fields(int depth, int countMin) {
    TreeMap<FieldLabel, CandidType> fields = new TreeMap<>();
    int count = countMin + random.nextInt(4);
    boolean tuple = random.nextInt(3) == 0;
    for (int i = 0; i < count; i++) {
      FieldLabel label =
          tuple
              ? FieldLabel.ofId(i)
              : random.nextInt(4) == 0
                  ? FieldLabel.ofId(Integer.toUnsignedLong(random.nextInt()))
                  : FieldLabel.named(LABELS.get(random.nextInt(LABELS.size())));
      fields.put(label, type(depth, false));
    }
    return fields.entrySet().stream().map(e -> new FieldType(e.getKey(), e.getValue())).toList();
  }

  List<CandidValue> values(TypeEnvironment environment, List<CandidType> types) {
    return types.stream().map(type -> value(environment, type, 0)).toList();
  }

  CandidValue value(TypeEnvironment environment, CandidType type, int depth) {
    return switch (environment.resolve(type)) {
      case PrimitiveType primitive -> primitive(primitive);
      case CandidType.Opt(CandidType of) ->
          depth > 2 * DEPTH_MAX
                  || environment.resolve(of) == PrimitiveType.EMPTY
                  || random.nextInt(3) == 0
              ? CandidValues.none()
              : CandidValues.some(value(environment, of, depth + 1));
      case CandidType.Vec(CandidType of) -> {
        CandidType element = environment.resolve(of);
        if (element == PrimitiveType.NAT8) {
          yield CandidValues.blob(bytes(random.nextInt(40)));
        }
        int count = depth > 2 * DEPTH_MAX || element == PrimitiveType.EMPTY ? 0 : random.nextInt(4);
        List<CandidValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          values.add(value(environment, of, depth + 1));
        }
        yield CandidValues.vec(values);
      }
      case CandidType.CandidRecord(List<FieldType> fields) ->
          new RecordValue(
              fields.stream()
                  .map(f -> new FieldValue(f.label(), value(environment, f.type(), depth + 1)))
                  .toList());
      case CandidType.Variant(List<FieldType> fields) -> {
        FieldType field = fields.get(random.nextInt(fields.size()));
        yield new VariantValue(field.label(), value(environment, field.type(), depth + 1));
      }
      case CandidType.Func _ -> CandidValues.func(principal(), text());
      case CandidType.Service _ -> CandidValues.service(principal());
      case CandidType.Var _, CandidType.Future _ -> throw new IllegalStateException();
    };
  }

  private CandidValue primitive(PrimitiveType type) {
    return switch (type) {
      case NULL -> CandidValues.nullValue();
      case RESERVED -> CandidValues.reserved();
      case BOOL -> CandidValues.bool(random.nextBoolean());
      case TEXT -> CandidValues.text(text());
      case PRINCIPAL -> CandidValues.principal(principal());
      case NAT -> CandidValues.nat(new BigInteger(random.nextInt(200), random));
      case INT -> CandidValues.integer(integer());
      case NAT8 -> CandidValues.nat8(random.nextInt(256));
      case NAT16 -> CandidValues.nat16(random.nextInt(65536));
      case NAT32 -> CandidValues.nat32(Integer.toUnsignedLong(random.nextInt()));
      case NAT64 -> CandidValues.nat64(random.nextLong());
      case INT8 -> CandidValues.int8((byte) random.nextInt());
      case INT16 -> CandidValues.int16((short) random.nextInt());
      case INT32 -> CandidValues.int32(random.nextInt());
      case INT64 -> CandidValues.int64(random.nextLong());
      case FLOAT32 -> CandidValues.float32(Float.intBitsToFloat(random.nextInt()));
      case FLOAT64 -> CandidValues.float64(Double.longBitsToDouble(random.nextLong()));
      case EMPTY -> throw new IllegalStateException("empty has no values");
    };
  }

  private BigInteger integer() {
    BigInteger value = new BigInteger(random.nextInt(200), random);
    return random.nextBoolean() ? value : value.negate();
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Principal principal() {
    return Principal.of(bytes(random.nextInt(Principal.SIZE_BYTES_MAX + 1)));
  }

  Bytes bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  /// Changes, inserts or removes a few bytes.
  Bytes mutate(Bytes message) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : message.toByteArray()) {
      bytes.add(b);
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(4)) {
        case 0 -> bytes.add(at, (byte) random.nextInt());
        case 1 -> bytes.set(at, (byte) random.nextInt());
        case 2 -> bytes.set(at, (byte) (0x68 + random.nextInt(24)));
        default -> {
          if (bytes.size() > 1) {
            bytes.remove(at);
          }
        }
      }
    }
    byte[] mutated = new byte[bytes.size()];
    for (int i = 0; i < mutated.length; i++) {
      mutated[i] = bytes.get(i);
    }
    return Bytes.wrap(mutated);
  }

  /// A type that every value of `type` must decode at.
  CandidType generalize(TypeEnvironment environment, CandidType type, int depth) {
    CandidType resolved = environment.resolve(type);
    if (depth == 0) {
      return type;
    }
    return switch (random.nextInt(6)) {
      case 0 -> PrimitiveType.RESERVED;
      case 1 -> new CandidType.Opt(type(2, true));
      case 2 -> new CandidType.Opt(type);
      default -> generalizeInside(environment, resolved, depth - 1);
    };
  }

  private CandidType generalizeInside(TypeEnvironment environment, CandidType type, int depth) {
    return switch (type) {
      case PrimitiveType.NAT -> PrimitiveType.INT;
      case CandidType.Service _ when random.nextBoolean() -> PrimitiveType.PRINCIPAL;
      case CandidType.Service(var methods) when !methods.isEmpty() ->
          new CandidType.Service(methods.subList(1, methods.size()));
      case CandidType.Opt(CandidType of) -> new CandidType.Opt(generalize(environment, of, depth));
      case CandidType.Vec(CandidType of) -> new CandidType.Vec(generalize(environment, of, depth));
      case CandidType.CandidRecord(var fields) -> {
        List<FieldType> kept = new ArrayList<>();
        for (FieldType field : fields) {
          if (random.nextInt(4) > 0) {
            kept.add(new FieldType(field.label(), generalize(environment, field.type(), depth)));
          }
        }
        FieldLabel added = FieldLabel.named("added" + random.nextInt(1000));
        if (kept.stream().noneMatch(field -> field.label().equals(added))) {
          kept.add(new FieldType(added, new CandidType.Opt(type(2, true))));
        }
        yield new CandidType.CandidRecord(kept);
      }
      case CandidType.Variant(var fields) -> {
        List<FieldType> cases = new ArrayList<>();
        for (FieldType field : fields) {
          cases.add(new FieldType(field.label(), generalize(environment, field.type(), depth)));
        }
        cases.add(new FieldType(FieldLabel.named("added case"), PrimitiveType.TEXT));
        yield new CandidType.Variant(cases);
      }
      case CandidType.Func func -> {
        List<CandidType> more = new ArrayList<>(func.argTypes());
        more.add(PrimitiveType.TEXT);
        yield new CandidType.Func(more, func.resultTypes(), func.annotations());
      }
      default -> type;
    };
  }
}
