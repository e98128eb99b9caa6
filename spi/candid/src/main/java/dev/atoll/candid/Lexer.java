package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Cuts the source of an interface file or of values into tokens.
///
/// Source: Candid.md, "Core Grammar", "Comments" and "Values".
final class Lexer {

  /// Longest first. The last five are those of the test files.
  private static final List<String> SYMBOLS =
      List.of("->", "==", "!=", "!:", "=", "(", ")", "{", "}", ";", ",", ".", ":", "+", "-");

  /// Conversion to and from decimal takes more than linear time.
  private static final int NUMBER_LENGTH_MAX = 100_000;

  private final String source;

  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  /// The tokens of `source`, the last of which is the end.
  static List<Token> tokens(String source) {
    if (!Utf8.isEncodable(source)) {
      throw new CandidException("source has an unpaired surrogate");
    }
    Lexer lexer = new Lexer(source);
    List<Token> tokens = new ArrayList<>();
    while (true) {
      Token token = lexer.next();
      tokens.add(token);
      if (token.kind() == Token.Kind.END) {
        return tokens;
      }
    }
  }

  /// For example `line 3, column 14`.
  static String place(String source, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (source.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return "line %d, column %d".formatted(line, offset - lineStart + 1);
  }

  private Token next() {
    skipBlank();
    int start = at;
    if (at == source.length()) {
      return new Token(Token.Kind.END, "", Bytes.EMPTY, start);
    }
    char c = source.charAt(at);
    if (c == '"') {
      TextLiteral literal = TextLiteral.read(source, at);
      at = literal.end();
      return new Token(Token.Kind.TEXT, "", literal.data(), start);
    }
    if (Names.isIdentifierStart(c)) {
      while (at < source.length() && Names.isIdentifierPart(source.charAt(at))) {
        at++;
      }
      return new Token(Token.Kind.NAME, source.substring(start, at), Bytes.EMPTY, start);
    }
    if (isDigit(c)) {
      return number();
    }
    for (String symbol : SYMBOLS) {
      if (source.startsWith(symbol, at)) {
        at += symbol.length();
        return new Token(Token.Kind.SYMBOL, symbol, Bytes.EMPTY, start);
      }
    }
    throw fail(
        start, "unexpected character '%s'".formatted(Character.toString(source.codePointAt(at))));
  }

  private void skipBlank() {
    while (at < source.length()) {
      if (Character.isWhitespace(source.charAt(at))) {
        at++;
      } else if (source.startsWith("//", at)) {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
      } else if (source.startsWith("/*", at)) {
        skipBlockComment();
      } else {
        return;
      }
    }
  }

  private void skipBlockComment() {
    int start = at;
    int depth = 0;
    do {
      if (source.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (source.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at < source.length()) {
        at++;
      } else {
        throw fail(start, "comment does not end");
      }
    } while (depth > 0);
  }

  private Token number() {
    int start = at;
    boolean hex = source.startsWith("0x", at) || source.startsWith("0X", at);
    boolean isFloat = false;
    if (hex) {
      at += 2;
    }
    digits(hex, start);
    if (at < source.length() && source.charAt(at) == '.') {
      isFloat = true;
      at++;
      if (at < source.length() && isDigit(source.charAt(at), hex)) {
        digits(hex, start);
      }
    }
    if (at < source.length() && isExponent(source.charAt(at), hex)) {
      isFloat = true;
      at++;
      if (at < source.length() && (source.charAt(at) == '+' || source.charAt(at) == '-')) {
        at++;
      }
      digits(false, start);
    }
    if (at < source.length() && Names.isIdentifierPart(source.charAt(at))) {
      throw fail(start, "number is followed by '%s'".formatted(source.charAt(at)));
    }
    if (at - start > NUMBER_LENGTH_MAX) {
      throw fail(
          start,
          "number has %d characters, at most %d allowed".formatted(at - start, NUMBER_LENGTH_MAX));
    }
    String text = source.substring(start, at).replace("_", "");
    return new Token(isFloat ? Token.Kind.FLOAT : Token.Kind.NUMBER, text, Bytes.EMPTY, start);
  }

  /// Digits with single `_` between them.
  private void digits(boolean hex, int start) {
    boolean wantsDigit = true;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (isDigit(c, hex)) {
        wantsDigit = false;
      } else if (c == '_' && !wantsDigit) {
        wantsDigit = true;
      } else {
        break;
      }
      at++;
    }
    if (wantsDigit) {
      throw fail(start, "number lacks a digit");
    }
  }

  private static boolean isExponent(char c, boolean hex) {
    return hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDigit(char c, boolean hex) {
    return isDigit(c) || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
  }

  private CandidException fail(int offset, String detail) {
    return new CandidException(place(source, offset), detail);
  }
}
