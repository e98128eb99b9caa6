package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A literal in double quotes, as bytes: an escape like `\ff` need not be part of a UTF-8 text.
///
/// Source: Candid.md, "Values".
///
/// @param end the offset after the closing quote
record TextLiteral(Bytes data, int end) {

  private static final int CODE_POINT_DIGITS_MAX = 16;

  /// Reads the literal whose opening quote is at `start`.
  static TextLiteral read(String source, int start) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int at = start + 1;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '"') {
        return new TextLiteral(Bytes.wrap(data.toByteArray()), at + 1);
      }
      if (c == '\\') {
        at = readEscape(source, at, data);
      } else {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != '"' && source.charAt(end) != '\\') {
          end++;
        }
        data.writeBytes(source.substring(at, end).getBytes(StandardCharsets.UTF_8));
        at = end;
      }
    }
    throw new CandidException(Lexer.place(source, start), "text does not end");
  }

  /// Reads the escape at `at`; answers the offset after it.
  private static int readEscape(String source, int at, ByteArrayOutputStream data) {
    char c = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
    switch (c) {
      case 'n' -> data.write('\n');
      case 'r' -> data.write('\r');
      case 't' -> data.write('\t');
      case '\\', '"', '\'' -> data.write(c);
      case 'u' -> {
        return readCodePoint(source, at, data);
      }
      default -> {
        int high = Character.digit(c, 16);
        int low = at + 2 < source.length() ? Character.digit(source.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0 || c > 'f' || source.charAt(at + 2) > 'f') {
          throw new CandidException(Lexer.place(source, at), "unknown escape in text");
        }
        data.write(high << 4 | low);
        return at + 3;
      }
    }
    return at + 2;
  }

  private static int readCodePoint(String source, int at, ByteArrayOutputStream data) {
    int end = source.indexOf('}', at);
    if (!source.startsWith("\\u{", at) || end < 0 || end - at > CODE_POINT_DIGITS_MAX) {
      throw new CandidException(Lexer.place(source, at), "unknown escape in text");
    }
    String digits = source.substring(at + 3, end);
    if (!digits.matches("[0-9a-fA-F](_?[0-9a-fA-F])*")) {
      throw new CandidException(Lexer.place(source, at), "escape is no hexadecimal number");
    }
    long codePoint = Long.parseLong(digits.replace("_", ""), 16);
    if (codePoint > Character.MAX_CODE_POINT
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
      throw new CandidException(
          Lexer.place(source, at), "escape is no Unicode scalar value: " + digits);
    }
    data.writeBytes(Character.toString((int) codePoint).getBytes(StandardCharsets.UTF_8));
    return end + 1;
  }
}
