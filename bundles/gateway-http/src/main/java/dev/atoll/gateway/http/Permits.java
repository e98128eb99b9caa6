package dev.atoll.gateway.http;

import java.util.concurrent.atomic.AtomicInteger;

/// How many requests of one kind may be under way at once. Callable from any thread; never waits,
/// so that a full gateway says so at once.
final class Permits {

  private final int limit;

  private final AtomicInteger taken = new AtomicInteger();

  Permits(int limit) {
    this.limit = limit;
  }

  boolean tryTake() {
    if (taken.incrementAndGet() <= limit) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  void giveBack() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }
}
