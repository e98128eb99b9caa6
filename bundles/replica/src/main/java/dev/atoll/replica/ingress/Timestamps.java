package dev.atoll.replica.ingress;

import java.time.Instant;

/// Times as the reference implementation writes them in messages.
final class Timestamps {

  private Timestamps() {}

  /// @param nanos since 1970-01-01T00:00:00Z, unsigned
  static String text(long nanos) {
    return Instant.ofEpochSecond(
            Long.divideUnsigned(nanos, 1_000_000_000), Long.remainderUnsigned(nanos, 1_000_000_000))
        .toString();
  }
}
