package dev.atoll.candid;

import dev.atoll.types.Bytes;

/// A token of the text formats.
///
/// @param text the name, the symbol, or the number without `_`; empty for a text
/// @param data the bytes of a text literal, which need not be UTF-8; else empty
/// @param offset where it starts in the source, in characters
record Token(Kind kind, String text, Bytes data, int offset) {

  enum Kind {
    /// An identifier or keyword.
    NAME,
    /// A whole number without sign, decimal or hexadecimal.
    NUMBER,
    /// A number with fraction or exponent, without sign.
    FLOAT,
    /// A literal in double quotes.
    TEXT,
    SYMBOL,
    END
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.NAME && text.equals(keyword);
  }

  String describe() {
    return switch (kind) {
      case END -> "the end";
      case TEXT -> "a text";
      case NAME, NUMBER, FLOAT, SYMBOL -> "'" + text + "'";
    };
  }
}
