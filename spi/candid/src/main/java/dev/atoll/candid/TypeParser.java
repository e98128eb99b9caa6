package dev.atoll.candid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Parses types of the interface language.
///
/// Source: Candid.md, "Core Grammar" and "Syntactic Shorthands".
public final class TypeParser {

  private final TokenStream in;

  TypeParser(TokenStream in) {
    this.in = in;
  }

  /// Parses one type; its names are not looked up.
  ///
  /// @throws CandidException with line and column if the source is no type
  public static CandidType parse(String source) {
    TokenStream in = new TokenStream(source);
    CandidType type = new TypeParser(in).type();
    in.expectEnd();
    return type;
  }

  /// Parses a list of types in parentheses, as `(nat, text)`; their names are not looked up.
  ///
  /// @throws CandidException with line and column if the source is no such list
  public static List<CandidType> parseTuple(String source) {
    TokenStream in = new TokenStream(source);
    List<CandidType> types = new TypeParser(in).tuple();
    in.expectEnd();
    return types;
  }

  CandidType type() {
    in.enter();
    Token token = in.peek();
    if (token.kind() != Token.Kind.NAME) {
      throw in.unexpected("a type");
    }
    in.take();
    CandidType type =
        switch (token.text()) {
          case "opt" -> new CandidType.Opt(type());
          case "vec" -> new CandidType.Vec(type());
          case "blob" -> CandidType.BLOB;
          case "null" -> PrimitiveType.NULL;
          case "principal" -> PrimitiveType.PRINCIPAL;
          case "record" -> located(token, () -> new CandidType.CandidRecord(recordFields()));
          case "variant" -> located(token, () -> new CandidType.Variant(variantFields()));
          case "func" -> func();
          case "service" -> service();
          default -> named(token);
        };
    in.leave();
    return type;
  }

  private CandidType named(Token token) {
    PrimitiveType primitive = PrimitiveType.ofKeyword(token.text());
    if (primitive != null) {
      return primitive;
    }
    if (Names.isKeyword(token.text())) {
      throw in.fail(token, "found '%s', expected a type".formatted(token.text()));
    }
    return new CandidType.Var(token.text());
  }

  private List<FieldType> recordFields() {
    List<FieldType> fields = new ArrayList<>();
    in.expectSymbol("{");
    long next = 0;
    while (!in.takeSymbol("}")) {
      FieldLabel label;
      if (in.isLabelBefore(":")) {
        label = in.expectLabel();
        in.expectSymbol(":");
      } else {
        label = FieldLabel.ofId(next);
      }
      next = label.id() + 1;
      fields.add(new FieldType(label, type()));
      endOfItem(";", "}");
    }
    return fields;
  }

  private List<FieldType> variantFields() {
    List<FieldType> fields = new ArrayList<>();
    in.expectSymbol("{");
    while (!in.takeSymbol("}")) {
      FieldLabel label = in.expectLabel();
      CandidType type = in.takeSymbol(":") ? type() : PrimitiveType.NULL;
      fields.add(new FieldType(label, type));
      endOfItem(";", "}");
    }
    return fields;
  }

  CandidType.Func func() {
    Token start = in.peek();
    List<CandidType> argTypes = tuple();
    in.expectSymbol("->");
    List<CandidType> resultTypes = tuple();
    List<FuncAnnotation> annotations = new ArrayList<>();
    while (in.peek().kind() == Token.Kind.NAME) {
      FuncAnnotation annotation = FuncAnnotation.ofKeyword(in.peek().text());
      if (annotation == null) {
        break;
      }
      if (annotations.contains(annotation)) {
        throw in.fail(in.peek(), "annotation %s is repeated".formatted(annotation));
      }
      annotations.add(annotation);
      in.take();
    }
    if (annotations.contains(FuncAnnotation.ONEWAY) && !resultTypes.isEmpty()) {
      throw in.fail(start, "a oneway function has results");
    }
    return new CandidType.Func(argTypes, resultTypes, annotations);
  }

  List<CandidType> tuple() {
    List<CandidType> types = new ArrayList<>();
    Set<String> names = new HashSet<>();
    in.expectSymbol("(");
    while (!in.takeSymbol(")")) {
      if (in.isName() && in.peekSecond().isSymbol(":")) {
        Token token = in.peek();
        String name = in.expectName("a name");
        if (!names.add(name)) {
          throw in.fail(token, "name '%s' is repeated".formatted(name));
        }
        in.expectSymbol(":");
      }
      types.add(type());
      endOfItem(",", ")");
    }
    return types;
  }

  CandidType.Service service() {
    Token start = in.peek();
    List<CandidType.Method> methods = new ArrayList<>();
    in.expectSymbol("{");
    while (!in.takeSymbol("}")) {
      String name = in.expectName("a method name");
      in.expectSymbol(":");
      CandidType type = in.isIdentifier() ? new CandidType.Var(in.take().text()) : func();
      methods.add(new CandidType.Method(name, type));
      endOfItem(";", "}");
    }
    return located(start, () -> new CandidType.Service(methods));
  }

  private void endOfItem(String separator, String end) {
    if (!in.takeSymbol(separator) && !in.peek().isSymbol(end)) {
      throw in.unexpected("'" + separator + "' or '" + end + "'");
    }
  }

  /// Adds the place to a failure of a constructor, which knows none.
  private <T> T located(Token start, Supplier<T> work) {
    try {
      return work.get();
    } catch (CandidException e) {
      if (e.path().isEmpty()) {
        throw in.fail(start, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }
}
