package dev.atoll.spi.tck.wast;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the items of a list one after the other.
final class Cursor {

  private final List<Sexp> items;
  private int line;
  private int position;

  Cursor(List<Sexp> items, int line, int position) {
    this.items = items;
    this.line = line;
    this.position = position;
  }

  boolean hasNext() {
    return position < items.size();
  }

  /// The line of the item read last.
  int line() {
    return line;
  }

  Sexp next() {
    if (!hasNext()) {
      throw new WastException(line, "unexpected end of the list");
    }
    Sexp next = items.get(position++);
    line = next.line();
    return next;
  }

  private @Nullable Sexp peek() {
    return hasNext() ? items.get(position) : null;
  }

  Sexp.Atom atom() {
    if (next() instanceof Sexp.Atom atom) {
      return atom;
    }
    throw fault("a word is expected");
  }

  Sexp.Group group() {
    if (next() instanceof Sexp.Group group) {
      return group;
    }
    throw fault("a list is expected");
  }

  /// The bytes of a string.
  byte[] bytes() {
    if (next() instanceof Sexp.Text text) {
      return text.content().getBytes(StandardCharsets.ISO_8859_1);
    }
    throw fault("a string is expected");
  }

  /// The bytes of all strings that follow.
  byte[] strings() {
    StringBuilder content = new StringBuilder();
    while (peek() instanceof Sexp.Text text) {
      content.append(text.content());
      next();
    }
    return content.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean atAtom(String text) {
    return peek() instanceof Sexp.Atom atom && atom.text().equals(text);
  }

  boolean atAtomStarting(String prefix) {
    return peek() instanceof Sexp.Atom atom && atom.text().startsWith(prefix);
  }

  boolean atIndex() {
    return peek() instanceof Sexp.Atom atom && atom.isIndex();
  }

  /// Whether a name or number and then another one or `offset=` follow.
  boolean atIndexThenAtom() {
    return atIndex()
        && position + 1 < items.size()
        && items.get(position + 1) instanceof Sexp.Atom following
        && (following.isIndex() || following.text().contains("="));
  }

  /// Whether two names or numbers follow.
  boolean atIndexThenIndex() {
    return atIndex()
        && position + 1 < items.size()
        && items.get(position + 1) instanceof Sexp.Atom following
        && following.isIndex();
  }

  /// Whether this word and then a name or number follow.
  boolean atIndexAfter(String text) {
    return atAtom(text)
        && position + 1 < items.size()
        && items.get(position + 1) instanceof Sexp.Atom following
        && following.isIndex();
  }

  boolean atGroup() {
    return peek() instanceof Sexp.Group;
  }

  boolean atGroup(String keyword) {
    return peek() instanceof Sexp.Group group && group.is(keyword);
  }

  boolean atGroupStarting(String prefix) {
    return peek() instanceof Sexp.Group group && group.keyword().startsWith(prefix);
  }

  /// Passes over this word if it is next.
  boolean accept(String text) {
    boolean found = atAtom(text);
    if (found) {
      next();
    }
    return found;
  }

  /// An identifier if one is next.
  @Nullable String identifier() {
    return atAtomStarting("$") ? atom().text() : null;
  }

  WastException fault(String problem) {
    return new WastException(line, problem);
  }
}
