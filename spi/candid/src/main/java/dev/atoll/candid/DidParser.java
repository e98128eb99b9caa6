package dev.atoll.candid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses the definitions and the main service of an interface file.
final class DidParser {

  /// The main service.
  ///
  /// @param initTypes null if it is no constructor
  record Actor(CandidType type, @Nullable List<CandidType> initTypes) {}

  private final TokenStream in;

  private final TypeParser types;

  DidParser(TokenStream in) {
    this.in = in;
    this.types = new TypeParser(in);
  }

  /// Parses `type` definitions as long as there are any.
  TypeEnvironment definitions() {
    Map<String, CandidType> definitions = new LinkedHashMap<>();
    while (true) {
      Token start = in.peek();
      if (start.isKeyword("import")) {
        throw in.fail(start, "imports are not supported");
      }
      if (!in.takeKeyword("type")) {
        return TypeEnvironment.of(definitions);
      }
      Token nameToken = in.peek();
      String name = in.expectIdentifier("a type name");
      if (PrimitiveType.ofKeyword(name) != null) {
        throw in.fail(nameToken, "type '%s' is built in".formatted(name));
      }
      in.expectSymbol("=");
      if (definitions.putIfAbsent(name, types.type()) != null) {
        throw in.fail(nameToken, "type '%s' is defined twice".formatted(name));
      }
      if (!in.takeSymbol(";")) {
        return TypeEnvironment.of(definitions);
      }
    }
  }

  /// Parses the main service; null if there is none.
  @Nullable Actor actor() {
    if (!in.takeKeyword("service")) {
      return null;
    }
    if (in.isIdentifier()) {
      in.take();
    }
    in.expectSymbol(":");
    List<CandidType> initTypes = null;
    if (in.peek().isSymbol("(")) {
      initTypes = types.tuple();
      in.expectSymbol("->");
    }
    CandidType type = in.isIdentifier() ? new CandidType.Var(in.take().text()) : types.service();
    in.takeSymbol(";");
    return new Actor(type, initTypes);
  }
}
