package dev.atoll.execution.jvm.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table of an instance. One thread at a time.
public final class Table {

  /// The most elements that a table of this engine has.
  public static final int ELEMENTS_MAX = 10_000_000;

  static final Table NONE = new Table(0, 0);

  /// Exactly the elements, so that the check of the JVM is that of WebAssembly.
  @Nullable Object[] elements;

  private final long maximum;

  /// @param maximum the declared maximum, unsigned
  public Table(int size, long maximum) {
    this.elements = new Object[size];
    this.maximum = Long.compareUnsigned(maximum, ELEMENTS_MAX) > 0 ? ELEMENTS_MAX : maximum;
  }

  public int size() {
    return elements.length;
  }

  /// The element, for an index that exists.
  public @Nullable Object get(int index) {
    return elements[index];
  }

  /// Sets the element, for an index that exists.
  public void set(int index, @Nullable Object value) {
    elements[index] = value;
  }

  /// Grows by `count`, unsigned, and gives the size before, or -1 if the maximum would be passed.
  long grow(@Nullable Object value, long count) {
    int before = elements.length;
    if (Long.compareUnsigned(count, maximum - before) > 0) {
      return -1;
    }
    elements = Arrays.copyOf(elements, before + (int) count);
    Arrays.fill(elements, before, elements.length, value);
    return before;
  }
}
