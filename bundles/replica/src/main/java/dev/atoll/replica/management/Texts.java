package dev.atoll.replica.management;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import java.math.BigInteger;
import java.util.Locale;
import java.util.StringJoiner;

/// Numbers and bytes as the reference implementation writes them in messages.
final class Texts {

  private static final int GROUP_DIGITS = 3;

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private static final int UNIT_BITS = 10;

  private Texts() {}

  static String grouped(Cycles cycles) {
    return grouped(cycles.value());
  }

  /// Digits in groups of three, joined by `_`.
  static String grouped(BigInteger number) {
    StringBuilder text = new StringBuilder(number.toString());
    for (int at = text.length() - GROUP_DIGITS; at > 0; at -= GROUP_DIGITS) {
      text.insert(at, '_');
    }
    return text.toString();
  }

  /// A size in the largest unit that leaves a whole number, with two decimals.
  static String size(BigInteger bytes) {
    int unit = 0;
    while (unit < UNITS.length - 1 && bytes.bitLength() > UNIT_BITS * (unit + 1)) {
      unit++;
    }
    if (unit == 0) {
      return bytes + " B";
    }
    double amount = bytes.doubleValue() / (1L << (UNIT_BITS * unit));
    return String.format(Locale.ROOT, "%.2f %s", amount, UNITS[unit]);
  }

  /// The bytes as decimal numbers in brackets.
  static String list(Bytes bytes) {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < bytes.size(); i++) {
      text.add(Integer.toString(bytes.get(i) & 0xff));
    }
    return text.toString();
  }
}
