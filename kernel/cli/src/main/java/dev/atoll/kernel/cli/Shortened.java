package dev.atoll.kernel.cli;

/// Long values as people read them: the two ends.
final class Shortened {

  private static final int CHARS_MAX = 80;

  private static final int END_CHARS = 16;

  private Shortened() {}

  static String of(String value) {
    return value.length() <= CHARS_MAX
        ? value
        : value.substring(0, END_CHARS) + "…" + value.substring(value.length() - END_CHARS);
  }
}
