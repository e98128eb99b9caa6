package dev.atoll.spi.tck.wast;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Things of one kind, numbered from 0, some of them with a name.
final class IndexSpace {

  private final String kind;
  private final Map<String, Integer> names = new HashMap<>();
  private int size;

  IndexSpace(String kind) {
    this.kind = kind;
  }

  int size() {
    return size;
  }

  int add(@Nullable String name) {
    if (name != null) {
      names.put(name, size);
    }
    return size++;
  }

  /// The number that a name or a number stands for; it need not exist.
  long resolve(Sexp.Atom atom) {
    if (!atom.text().startsWith("$")) {
      return Numerals.integer(atom.text());
    }
    Integer index = names.get(atom.text());
    if (index == null) {
      throw new WastException(atom.line(), "unknown %s %s".formatted(kind, atom.text()));
    }
    return index;
  }
}
