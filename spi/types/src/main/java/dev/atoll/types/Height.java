package dev.atoll.types;

/// The position of a block, and of the replicated state that results from executing it.
///
/// @param value the number of blocks since genesis; unsigned in the wire format, non-negative here
public record Height(long value) implements Comparable<Height> {

  public static final Height GENESIS = new Height(0);

  public Height {
    if (value < 0) {
      throw new IllegalArgumentException("height is negative: " + value);
    }
  }

  public Height next() {
    return new Height(Math.addExact(value, 1));
  }

  @Override
  public int compareTo(Height other) {
    return Long.compare(value, other.value);
  }

  /// The bare number, so that "state at height 42" reads well in messages.
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
