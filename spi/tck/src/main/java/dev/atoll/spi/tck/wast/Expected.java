package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.ValueType;
import java.util.List;

/// What a result must be.
public sealed interface Expected {

  /// A number or vector, by lanes; a number has one.
  record Numeric(ValueType type, List<Lane> lanes) implements Expected {

    /// Whether bits, low half first, are as expected.
    public boolean accepts(long low, long high) {
      int width = width();
      for (int i = 0; i < lanes.size(); i++) {
        int bit = i * width;
        long half = bit < Long.SIZE ? low : high;
        long bits = half >>> bit % Long.SIZE & -1L >>> (Long.SIZE - width);
        if (!lanes.get(i).accepts(bits, width)) {
          return false;
        }
      }
      return true;
    }

    private int width() {
      return switch (type) {
        case I32, F32 -> Integer.SIZE;
        case V128 -> 2 * Long.SIZE / lanes.size();
        default -> Long.SIZE;
      };
    }
  }

  /// One lane of a vector, or a number.
  sealed interface Lane {

    boolean accepts(long bits, int width);

    record Exactly(long expected) implements Lane {
      @Override
      public boolean accepts(long bits, int width) {
        return bits == expected;
      }

      @Override
      public String toString() {
        return Long.toHexString(expected);
      }
    }

    /// A NaN that an operation made: the Internet Computer knows only one, the positive canonical
    /// one.
    record Nan() implements Lane {
      @Override
      public boolean accepts(long bits, int width) {
        return bits == (width == Integer.SIZE ? 0x7fc0_0000L : 0x7ff8_0000_0000_0000L);
      }

      @Override
      public String toString() {
        return "the canonical NaN";
      }
    }
  }

  /// A null reference.
  record Null() implements Expected {}

  /// Any reference but null.
  record NotNull() implements Expected {}

  /// The reference that only the host could have made.
  record OfHost() implements Expected {}

  /// One of several.
  record Either(List<Expected> alternatives) implements Expected {}
}
