package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/// Reads arguments and expected results.
final class ValueText {

  private static final long LOW_HALF = 0xffff_ffffL;

  private ValueText() {}

  static Argument argument(Sexp.Group group) {
    Cursor in = group.rest();
    return switch (group.keyword()) {
      case "i32.const", "i64.const", "f32.const", "f64.const" -> {
        ValueType type = type(group.keyword());
        yield new Argument.Numeric(type, bits(type, in.atom().text()), 0);
      }
      case "v128.const" -> {
        VectorText vector = VectorText.read(in);
        yield new Argument.Numeric(ValueType.V128, vector.low(), vector.high());
      }
      case "ref.null" -> new Argument.Null(in.atAtom("func"));
      default -> new Argument.OfHost();
    };
  }

  static Expected expected(Sexp.Group group) {
    Cursor in = group.rest();
    return switch (group.keyword()) {
      case "i32.const", "i64.const", "f32.const", "f64.const" -> {
        ValueType type = type(group.keyword());
        yield new Expected.Numeric(type, List.of(lane(type, in.atom().text())));
      }
      case "v128.const" -> vector(in);
      case "ref.null" -> new Expected.Null();
      case "ref.extern", "ref.host" ->
          in.hasNext() ? new Expected.OfHost() : new Expected.NotNull();
      case "either" -> {
        List<Expected> alternatives = new ArrayList<>();
        while (in.hasNext()) {
          alternatives.add(expected(in.group()));
        }
        yield new Expected.Either(alternatives);
      }
      default -> new Expected.NotNull();
    };
  }

  private static Expected vector(Cursor in) {
    String shape = in.atom().text();
    List<Expected.Lane> lanes = new ArrayList<>();
    int width = 2 * Long.SIZE / VectorText.lanes(shape);
    while (in.hasNext()) {
      String text = in.atom().text();
      lanes.add(
          switch (shape) {
            case "f32x4" -> lane(ValueType.F32, text);
            case "f64x2" -> lane(ValueType.F64, text);
            default ->
                new Expected.Lane.Exactly(Numerals.integer(text) & -1L >>> (Long.SIZE - width));
          });
    }
    return new Expected.Numeric(ValueType.V128, lanes);
  }

  private static Expected.Lane lane(ValueType type, String text) {
    return text.equals("nan:canonical") || text.equals("nan:arithmetic")
        ? new Expected.Lane.Nan()
        : new Expected.Lane.Exactly(bits(type, text));
  }

  private static ValueType type(String constant) {
    return switch (constant) {
      case "i32.const" -> ValueType.I32;
      case "i64.const" -> ValueType.I64;
      case "f32.const" -> ValueType.F32;
      default -> ValueType.F64;
    };
  }

  private static long bits(ValueType type, String text) {
    return switch (type) {
      case I32 -> Numerals.integer(text) & LOW_HALF;
      case F32 -> Numerals.f32(text) & LOW_HALF;
      case F64 -> Numerals.f64(text);
      default -> Numerals.integer(text);
    };
  }
}
