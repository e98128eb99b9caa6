package dev.atoll.spi.tck.wast;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Splits a source into lists, words and strings; drops comments and annotations.
///
/// Source: WebAssembly core specification, "Text Format: Lexical Format".
final class SexpReader {

  private final String source;
  private int position;
  private int line = 1;

  /// @param source bytes as characters 0 to 255
  private SexpReader(String source) {
    this.source = source;
  }

  static List<Sexp> read(String source) {
    return new SexpReader(source).readAll();
  }

  private record Open(List<Sexp> items, int line, boolean annotation) {}

  private List<Sexp> readAll() {
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(new ArrayList<>(), line, false));
    while (skipSpace()) {
      char next = source.charAt(position);
      if (next == '(') {
        position++;
        boolean annotation = position < source.length() && source.charAt(position) == '@';
        open.push(new Open(new ArrayList<>(), line, annotation));
      } else if (next == ')') {
        position++;
        Open closed = open.pop();
        if (open.isEmpty()) {
          throw new WastException(line, "unexpected )");
        }
        if (!closed.annotation()) {
          open.element().items().add(new Sexp.Group(List.copyOf(closed.items()), closed.line()));
        }
      } else {
        open.element().items().add(next == '"' ? new Sexp.Text(string(), line) : atom(open));
      }
    }
    Open top = open.pop();
    if (!open.isEmpty()) {
      throw new WastException(top.line(), "( is not closed");
    }
    return top.items();
  }

  /// Returns whether something follows.
  private boolean skipSpace() {
    while (position < source.length()) {
      char next = source.charAt(position);
      if (next == '\n') {
        line++;
        position++;
      } else if (next == ' ' || next == '\t' || next == '\r') {
        position++;
      } else if (source.startsWith(";;", position)) {
        while (position < source.length() && "\r\n".indexOf(source.charAt(position)) < 0) {
          position++;
        }
      } else if (source.startsWith("(;", position)) {
        skipBlockComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipBlockComment() {
    int depth = 0;
    do {
      if (source.startsWith("(;", position)) {
        depth++;
        position += 2;
      } else if (source.startsWith(";)", position)) {
        depth--;
        position += 2;
      } else if (position < source.length()) {
        line += source.charAt(position++) == '\n' ? 1 : 0;
      } else {
        throw new WastException(line, "comment is not closed");
      }
    } while (depth > 0);
  }

  /// An identifier may be written as `$"…"`; annotations may have any characters.
  private Sexp.Atom atom(Deque<Open> open) {
    int start = position;
    while (position < source.length() && "()\"; \t\r\n".indexOf(source.charAt(position)) < 0) {
      position++;
    }
    String text = source.substring(start, position);
    if ((text.equals("$") || text.equals("@"))
        && position < source.length()
        && source.charAt(position) == '"') {
      text += string();
    } else if (text.isEmpty()) {
      if (open.stream().noneMatch(Open::annotation)) {
        throw new WastException(line, "unexpected character " + source.charAt(position));
      }
      text = source.substring(position, ++position);
    }
    return new Sexp.Atom(text, line);
  }

  private String string() {
    StringBuilder content = new StringBuilder();
    position++;
    while (position < source.length() && source.charAt(position) != '"') {
      char next = source.charAt(position++);
      if (next == '\\') {
        escape(content);
      } else {
        line += next == '\n' ? 1 : 0;
        content.append(next);
      }
    }
    position++;
    return content.toString();
  }

  private void escape(StringBuilder content) {
    char next = source.charAt(position++);
    switch (next) {
      case 't' -> content.append('\t');
      case 'n' -> content.append('\n');
      case 'r' -> content.append('\r');
      case '"', '\'', '\\' -> content.append(next);
      case 'u' -> {
        int end = source.indexOf('}', position);
        String digits = source.substring(position + 1, end).replace("_", "");
        byte[] utf8 =
            Character.toString(Integer.parseInt(digits, 16)).getBytes(StandardCharsets.UTF_8);
        content.append(new String(utf8, StandardCharsets.ISO_8859_1));
        position = end + 1;
      }
      default -> {
        content.append((char) Integer.parseInt(source, position - 1, position + 1, 16));
        position++;
      }
    }
  }
}
