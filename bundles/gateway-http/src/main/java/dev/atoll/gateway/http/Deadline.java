package dev.atoll.gateway.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A moment at which a connection has waited long enough, or none. Belongs to one event loop.
final class Deadline {

  private final LongSupplier nanoTime;

  private long atNanos;

  private boolean set;

  Deadline(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void in(Duration time) {
    atNanos = nanoTime.getAsLong() + time.toNanos();
    set = true;
  }

  void clear() {
    set = false;
  }

  boolean isPast(long nowNanos) {
    return set && nowNanos - atNanos >= 0;
  }
}
