package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.util.List;

/// What the parsers share: looking at tokens, taking them, names, field ids, nesting.
final class TokenStream {

  private final String source;

  private final List<Token> tokens;

  private int at;

  private int depth;

  TokenStream(String source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  Token peek() {
    return tokens.get(at);
  }

  /// The token after the next one.
  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token take() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean takeSymbol(String symbol) {
    if (peek().isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  boolean takeKeyword(String keyword) {
    if (peek().isKeyword(keyword)) {
      at++;
      return true;
    }
    return false;
  }

  void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  void expectKeyword(String keyword) {
    if (!takeKeyword(keyword)) {
      throw unexpected("'" + keyword + "'");
    }
  }

  void expectEnd() {
    if (peek().kind() != Token.Kind.END) {
      throw unexpected("the end");
    }
  }

  /// Whether an identifier that is no keyword comes next.
  boolean isIdentifier() {
    return peek().kind() == Token.Kind.NAME && !Names.isKeyword(peek().text());
  }

  String expectIdentifier(String what) {
    if (!isIdentifier()) {
      throw unexpected(what);
    }
    return take().text();
  }

  /// Whether a name comes next: an identifier or a text.
  boolean isName() {
    return isIdentifier() || peek().kind() == Token.Kind.TEXT;
  }

  String expectName(String what) {
    if (!isName()) {
      throw unexpected(what);
    }
    Token token = take();
    return token.kind() == Token.Kind.TEXT ? utf8(token) : token.text();
  }

  Bytes expectData() {
    if (peek().kind() != Token.Kind.TEXT) {
      throw unexpected("a text");
    }
    return take().data();
  }

  String expectText() {
    if (peek().kind() != Token.Kind.TEXT) {
      throw unexpected("a text");
    }
    return utf8(take());
  }

  /// A field id by number or name.
  FieldLabel expectLabel() {
    if (peek().kind() != Token.Kind.NUMBER) {
      return FieldLabel.named(expectName("a field name or id"));
    }
    Token token = take();
    String digits = token.text();
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    try {
      return FieldLabel.ofId(
          hex ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw fail(token, "field id is %s, at most %d allowed".formatted(digits, FieldLabel.ID_MAX));
    }
  }

  /// Whether a label and then `symbol` come next.
  boolean isLabelBefore(String symbol) {
    return (isName() || peek().kind() == Token.Kind.NUMBER) && peekSecond().isSymbol(symbol);
  }

  /// Begins a nested type or value; [#leave] ends it.
  void enter() {
    if (++depth > DecodeLimits.DEPTH_MAX) {
      throw fail(peek(), "nested more than %d deep".formatted(DecodeLimits.DEPTH_MAX));
    }
  }

  void leave() {
    depth--;
  }

  private String utf8(Token token) {
    byte[] data = token.data().unsafeArray();
    String text = Utf8.decode(data, 0, data.length);
    if (text == null) {
      throw fail(token, "text is not UTF-8");
    }
    return text;
  }

  CandidException unexpected(String expected) {
    return fail(peek(), "found %s, expected %s".formatted(peek().describe(), expected));
  }

  CandidException fail(Token token, String detail) {
    return new CandidException(Lexer.place(source, token.offset()), detail);
  }
}
