package dev.atoll.spi.tck.wast;

import java.util.List;

/// One piece of the text format: a word, a string, or a list in parentheses.
///
/// Bytes of the source are kept as characters 0 to 255.
sealed interface Sexp {

  int line();

  /// A keyword, a number or an identifier.
  record Atom(String text, int line) implements Sexp {

    /// Whether it names or numbers something: `$f`, `12`.
    boolean isIndex() {
      char first = text.charAt(0);
      return first == '$' || (first >= '0' && first <= '9');
    }
  }

  /// A string: its bytes as characters.
  record Text(String content, int line) implements Sexp {}

  record Group(List<Sexp> items, int line) implements Sexp {

    /// Whether it begins with this keyword.
    boolean is(String keyword) {
      return !items.isEmpty() && items.getFirst() instanceof Atom atom && atom.text.equals(keyword);
    }

    /// The first word, empty if there is none.
    String keyword() {
      return !items.isEmpty() && items.getFirst() instanceof Atom atom ? atom.text : "";
    }

    /// All items.
    Cursor all() {
      return new Cursor(items, line, 0);
    }

    /// The items after the keyword.
    Cursor rest() {
      return new Cursor(items, line, 1);
    }
  }
}
