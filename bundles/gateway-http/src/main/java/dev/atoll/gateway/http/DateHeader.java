package dev.atoll.gateway.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` of responses, formatted once a second. Callable from any thread.
///
/// Source: RFC 9110, "Date".
final class DateHeader {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource time;

  private volatile Formatted formatted = new Formatted(Long.MIN_VALUE, "");

  private record Formatted(long second, String text) {}

  DateHeader(InstantSource time) {
    this.time = time;
  }

  String value() {
    long second = Math.floorDiv(time.millis(), 1000L);
    Formatted last = formatted;
    if (last.second != second) {
      last = new Formatted(second, FORMAT.format(Instant.ofEpochSecond(second)));
      formatted = last;
    }
    return last.text;
  }
}
