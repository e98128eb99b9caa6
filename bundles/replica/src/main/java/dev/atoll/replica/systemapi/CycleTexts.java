package dev.atoll.replica.systemapi;

import dev.atoll.types.Cycles;

/// Amounts of cycles in messages.
public final class CycleTexts {

  private static final int GROUP_DIGITS = 3;

  private CycleTexts() {}

  /// Digits in groups of three, joined by `_`, as the reference implementation writes them.
  public static String grouped(Cycles cycles) {
    StringBuilder text = new StringBuilder(cycles.toString());
    for (int at = text.length() - GROUP_DIGITS; at > 0; at -= GROUP_DIGITS) {
      text.insert(at, '_');
    }
    return text.toString();
  }
}
