package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.WasmWriter;
import org.jspecify.annotations.Nullable;

/// The limits of a memory or table.
record LimitsText(boolean is64, long minimum, @Nullable Long maximum) {

  static LimitsText exactly(boolean is64, int size) {
    return new LimitsText(is64, size, (long) size);
  }

  /// Whether a number follows, perhaps after the width.
  static boolean atLimits(Cursor in) {
    return in.atIndex() || in.atIndexAfter("i64") || in.atIndexAfter("i32");
  }

  static boolean accept64(Cursor in) {
    return !in.accept("i32") && in.accept("i64");
  }

  static LimitsText read(Cursor in) {
    boolean is64 = accept64(in);
    long minimum = Numerals.integer(in.atom().text());
    Long maximum = in.atIndex() ? (Long) Numerals.integer(in.atom().text()) : null;
    return new LimitsText(is64, minimum, maximum);
  }

  void write(WasmWriter out) {
    out.u8((maximum == null ? 0 : 1) | (is64 ? 4 : 0)).unsigned(minimum);
    if (maximum != null) {
      out.unsigned(maximum);
    }
  }
}
