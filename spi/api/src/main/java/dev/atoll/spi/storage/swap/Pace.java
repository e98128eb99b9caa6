package dev.atoll.spi.storage.swap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Has a copy rest as long as it works: those who answer clients meanwhile find the disk and a
/// processor free half of the time. For one thread.
final class Pace {

  /// Longer work is no reason for a longer rest: then the machine is busy with something else.
  private static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private long beganNanos = System.nanoTime();

  /// Called after a piece of the work. Whoever is interrupted does not rest.
  void rest() {
    LockSupport.parkNanos(this, Math.min(System.nanoTime() - beganNanos, REST_NANOS_MAX));
    beganNanos = System.nanoTime();
  }
}
