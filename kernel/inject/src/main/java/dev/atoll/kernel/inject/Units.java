package dev.atoll.kernel.inject;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads durations and sizes as they are written in a distribution.
final class Units {

  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})([a-zA-Z]+)");

  private static final Map<String, ChronoUnit> TIME =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private static final Map<String, Long> SIZE =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

  private Units() {}

  static Duration duration(String text) {
    Matcher quantity = match(text);
    @Nullable ChronoUnit unit = TIME.get(quantity.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("unknown unit of time in " + text);
    }
    try {
      return Duration.of(Long.parseLong(quantity.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too long: " + text, e);
    }
  }

  static long bytes(String text) {
    Matcher quantity = match(text);
    @Nullable Long unit = SIZE.get(quantity.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("unknown unit of size in " + text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(quantity.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large: " + text, e);
    }
  }

  private static Matcher match(String text) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches()) {
      throw new IllegalArgumentException("no number with a unit: " + text);
    }
    return quantity;
  }
}
