package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of Candid's conformance vectors: definitions, then assertions.
///
/// Source: dfinity/candid `test/README.md`.
record TestScript(TypeEnvironment environment, List<Assertion> assertions) {

  /// Text in the format of values, or a message.
  sealed interface Input {

    record Text(String source) implements Input {}

    record Message(Bytes bytes) implements Input {}
  }

  enum Relation {
    DECODES(":"),
    FAILS("!:"),
    EQUAL("=="),
    DIFFERENT("!=");

    private final String symbol;

    Relation(String symbol) {
      this.symbol = symbol;
    }
  }

  /// @param right null unless two inputs are compared
  record Assertion(
      Input left,
      Relation relation,
      @Nullable Input right,
      List<CandidType> types,
      String description) {}

  static TestScript parse(String source) {
    TokenStream in = new TokenStream(source);
    TypeEnvironment environment = new DidParser(in).definitions();
    List<Assertion> assertions = new ArrayList<>();
    while (in.takeKeyword("assert")) {
      assertions.add(assertion(in));
      in.takeSymbol(";");
    }
    in.expectEnd();
    return new TestScript(environment, assertions);
  }

  private static Assertion assertion(TokenStream in) {
    int start = in.peek().offset();
    Input left = input(in);
    Relation relation = relation(in);
    Input right = null;
    if (relation == Relation.EQUAL || relation == Relation.DIFFERENT) {
      right = input(in);
      in.expectSymbol(":");
    }
    List<CandidType> types = new TypeParser(in).tuple();
    String description = in.peek().kind() == Token.Kind.TEXT ? in.expectText() : "";
    return new Assertion(left, relation, right, types, "@" + start + " " + description);
  }

  private static Input input(TokenStream in) {
    return in.takeKeyword("blob")
        ? new Input.Message(in.expectData())
        : new Input.Text(in.expectText());
  }

  private static Relation relation(TokenStream in) {
    for (Relation relation : Relation.values()) {
      if (in.takeSymbol(relation.symbol)) {
        return relation;
      }
    }
    throw in.unexpected("':', '!:', '==' or '!='");
  }
}
