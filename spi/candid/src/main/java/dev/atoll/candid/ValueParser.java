package dev.atoll.candid;

import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Parses the text format of values.
///
/// Takes `inf` and `nan` beside the grammar, which has no literals for these floats.
///
/// Source: Candid.md, "Values".
final class ValueParser {

  private final TokenStream in;

  private final TypeParser types;

  ValueParser(TokenStream in) {
    this.in = in;
    this.types = new TypeParser(in);
  }

  /// `( <annval>,* )`
  List<TextNode> arguments() {
    List<TextNode> values = new ArrayList<>();
    in.expectSymbol("(");
    while (!in.takeSymbol(")")) {
      values.add(annotated());
      endOfItem(",", ")");
    }
    return values;
  }

  TextNode annotated() {
    TextNode value = value();
    return in.takeSymbol(":") ? new TextNode.Annotated(value, types.type()) : value;
  }

  private TextNode value() {
    in.enter();
    Token token = in.take();
    TextNode value =
        switch (token.kind()) {
          case NUMBER -> whole(token, false);
          case FLOAT -> fraction(token, false);
          case TEXT -> new TextNode.Literal(new CandidValue.Text(text(token)));
          case NAME -> keyword(token);
          case SYMBOL -> symbol(token);
          case END -> throw in.fail(token, "found the end, expected a value");
        };
    in.leave();
    return value;
  }

  private TextNode symbol(Token token) {
    return switch (token.text()) {
      case "(" -> {
        TextNode value = annotated();
        in.expectSymbol(")");
        yield value;
      }
      case "+" -> number(false);
      case "-" -> number(true);
      default -> throw in.fail(token, "found %s, expected a value".formatted(token.describe()));
    };
  }

  private TextNode number(boolean negative) {
    Token token = in.take();
    return switch (token.kind()) {
      case NUMBER -> whole(token, negative);
      case FLOAT -> fraction(token, negative);
      case NAME -> special(token, negative);
      case TEXT, SYMBOL, END ->
          throw in.fail(token, "found %s, expected a number".formatted(token.describe()));
    };
  }

  private TextNode keyword(Token token) {
    return switch (token.text()) {
      case "null" -> new TextNode.Literal(CandidValue.Null.INSTANCE);
      case "true" -> new TextNode.Literal(new CandidValue.Bool(true));
      case "false" -> new TextNode.Literal(new CandidValue.Bool(false));
      case "opt" -> new TextNode.Opt(value());
      case "blob" -> new TextNode.Literal(new CandidValue.Blob(in.expectData()));
      case "vec" -> new TextNode.Vec(elements());
      case "record" -> new TextNode.Rec(fields());
      case "variant" -> new TextNode.Variant(variantCase());
      case "principal" -> reference(CandidValue.PrincipalValue::new);
      case "service" -> reference(CandidValue.ServiceValue::new);
      case "func" -> reference(this::func);
      default -> special(token, false);
    };
  }

  private CandidValue func(Principal service) {
    in.expectSymbol(".");
    return new CandidValue.FuncValue(service, in.expectName("a method name"));
  }

  private TextNode reference(Function<Principal, CandidValue> value) {
    Token token = in.peek();
    String text = in.expectText();
    try {
      return new TextNode.Literal(value.apply(Principal.fromText(text)));
    } catch (IllegalArgumentException e) {
      throw in.fail(token, String.valueOf(e.getMessage()));
    }
  }

  private List<TextNode> elements() {
    List<TextNode> elements = new ArrayList<>();
    in.expectSymbol("{");
    while (!in.takeSymbol("}")) {
      elements.add(annotated());
      endOfItem(";", "}");
    }
    return elements;
  }

  private List<TextNode.Field> fields() {
    List<TextNode.Field> fields = new ArrayList<>();
    Token start = in.peek();
    in.expectSymbol("{");
    long next = 0;
    while (!in.takeSymbol("}")) {
      FieldLabel label;
      if (in.isLabelBefore("=")) {
        label = in.expectLabel();
        in.expectSymbol("=");
      } else {
        label = FieldLabel.ofId(next);
      }
      next = label.id() + 1;
      fields.add(new TextNode.Field(label, annotated()));
      endOfItem(";", "}");
    }
    try {
      return Fields.sorted(fields, TextNode.Field::label, "record");
    } catch (CandidException e) {
      throw in.fail(start, String.valueOf(e.getMessage()));
    }
  }

  private TextNode.Field variantCase() {
    in.expectSymbol("{");
    FieldLabel label = in.expectLabel();
    TextNode value =
        in.takeSymbol("=") ? annotated() : new TextNode.Literal(CandidValue.Null.INSTANCE);
    in.takeSymbol(";");
    in.expectSymbol("}");
    return new TextNode.Field(label, value);
  }

  private static TextNode whole(Token token, boolean negative) {
    String digits = token.text();
    BigInteger value =
        digits.startsWith("0x") || digits.startsWith("0X")
            ? new BigInteger(digits.substring(2), 16)
            : new BigInteger(digits);
    return new TextNode.Whole(negative ? value.negate() : value);
  }

  private static TextNode fraction(Token token, boolean negative) {
    String digits = token.text();
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    String complete =
        hex && digits.indexOf('p') < 0 && digits.indexOf('P') < 0 ? digits + "p0" : digits;
    return new TextNode.Fraction(negative ? "-" + complete : complete);
  }

  private TextNode special(Token token, boolean negative) {
    return switch (token.text()) {
      case "inf" -> new TextNode.Fraction(negative ? "-Infinity" : "Infinity");
      case "nan" -> new TextNode.Fraction("NaN");
      default -> throw in.fail(token, "found '%s', expected a value".formatted(token.text()));
    };
  }

  private String text(Token token) {
    byte[] data = token.data().unsafeArray();
    String text = Utf8.decode(data, 0, data.length);
    if (text == null) {
      throw in.fail(token, "text is not UTF-8");
    }
    return text;
  }

  private void endOfItem(String separator, String end) {
    if (!in.takeSymbol(separator) && !in.peek().isSymbol(end)) {
      throw in.unexpected("'" + separator + "' or '" + end + "'");
    }
  }
}
