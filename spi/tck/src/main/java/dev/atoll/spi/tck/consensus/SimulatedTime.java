package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A clock that moves only when a test says so.
///
/// The clock that is shown may step back; what has passed, by which waiting is measured, never
/// does. Callable from any thread; its monitor guards it.
public final class SimulatedTime implements TimeSource {

  /// 2026-01-01T00:00:00Z.
  private static final long START_NANOS = 1_767_225_600_000_000_000L;

  private long shownNanos = START_NANOS;

  private long passedNanos;

  private int waiting;

  @Override
  public synchronized long nowNanos() {
    return shownNanos;
  }

  /// Lets `duration` pass and wakes whom it concerns.
  public synchronized void advance(Duration duration) {
    shownNanos += duration.toNanos();
    passedNanos += duration.toNanos();
    notifyAll();
  }

  /// Sets the clock back, as an operator does; no time passes.
  public synchronized void setBack(Duration duration) {
    shownNanos -= duration.toNanos();
  }

  /// Waits until `ready` holds or `limit` has passed on this clock.
  ///
  /// @param ready asked under the monitor of this clock, at each [#wake] and [#advance]
  /// @return whether it holds
  public synchronized boolean await(BooleanSupplier ready, Duration limit)
      throws InterruptedException {
    long end = passedNanos + limit.toNanos();
    waiting++;
    notifyAll();
    try {
      while (!ready.getAsBoolean() && passedNanos < end) {
        wait();
      }
      return ready.getAsBoolean();
    } finally {
      waiting--;
    }
  }

  /// Waits in real time until some thread is in [#await], so that an advance concerns it.
  public synchronized void awaitSomebodyWaiting() throws InterruptedException {
    while (waiting == 0) {
      wait();
    }
  }

  /// Has those in [#await] look again.
  public synchronized void wake() {
    notifyAll();
  }
}
