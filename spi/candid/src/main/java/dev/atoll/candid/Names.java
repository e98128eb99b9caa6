package dev.atoll.candid;

import java.util.Set;

/// Names in the text formats: bare where the grammar allows it, quoted elsewhere.
final class Names {

  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "import",
          "service",
          "func",
          "opt",
          "vec",
          "record",
          "variant",
          "blob",
          "null",
          "principal",
          "query",
          "oneway",
          "composite_query",
          "true",
          "false");

  private Names() {}

  static boolean isKeyword(String name) {
    return KEYWORDS.contains(name);
  }

  static boolean isIdentifierStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isIdentifierPart(char c) {
    return isIdentifierStart(c) || (c >= '0' && c <= '9');
  }

  static boolean isBare(String name) {
    return !name.isEmpty()
        && !isKeyword(name)
        && isIdentifierStart(name.charAt(0))
        && name.chars().allMatch(c -> isIdentifierPart((char) c));
  }

  static void append(StringBuilder out, FieldLabel label) {
    String name = label.name();
    if (name == null) {
      appendNumber(out, Long.toString(label.id()));
    } else {
      append(out, name);
    }
  }

  static void append(StringBuilder out, String name) {
    if (isBare(name)) {
      out.append(name);
    } else {
      appendQuoted(out, name);
    }
  }

  /// Groups the digits by three with `_`, as the reference implementation prints numbers.
  static void appendNumber(StringBuilder out, String digits) {
    int start = digits.startsWith("-") ? 1 : 0;
    out.append(digits, 0, start);
    for (int i = start; i < digits.length(); i++) {
      if (i > start && (digits.length() - i) % 3 == 0) {
        out.append('_');
      }
      out.append(digits.charAt(i));
    }
  }

  static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
