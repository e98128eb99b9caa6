package dev.atoll.gateway.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A clock that stands until a test moves it.
final class ManualTime implements LongSupplier {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private final AtomicLong looks = new AtomicLong();

  private volatile Stall stall = new Stall(new CountDownLatch(0), new CountDownLatch(0));

  /// Holds up whoever looks at the clock, who has `entered`, until `over`.
  record Stall(CountDownLatch entered, CountDownLatch over) {

    void awaitEntered() throws InterruptedException {
      if (!entered.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody looks at the clock");
      }
    }
  }

  Stall stall() {
    Stall begun = new Stall(new CountDownLatch(1), new CountDownLatch(1));
    stall = begun;
    return begun;
  }

  /// Waits until somebody has looked at the clock so many times more.
  void awaitLooks(int more) {
    long target = looks.get() + more;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (looks.get() < target) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nobody looks at the clock");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public long getAsLong() {
    Stall present = stall;
    present.entered.countDown();
    try {
      present.over.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    looks.incrementAndGet();
    return nanos.get();
  }
}
