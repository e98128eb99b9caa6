package dev.atoll.gateway.http;

import java.time.Duration;

/// How many connections are open, from their acceptance to their end. Callable from any thread.
final class OpenConnections {

  private final int limit;

  private int open;

  OpenConnections(int limit) {
    this.limit = limit;
  }

  synchronized void opened() {
    open++;
  }

  synchronized void closed() {
    open--;
    if (open == 0) {
      notifyAll();
    }
  }

  synchronized int count() {
    return open;
  }

  synchronized boolean isFull() {
    return open >= limit;
  }

  /// Waits until none is open.
  ///
  /// @return whether that is so
  synchronized boolean awaitNone(Duration limit) throws InterruptedException {
    long endNanos = System.nanoTime() + limit.toNanos();
    while (open > 0) {
      long leftMillis = Duration.ofNanos(endNanos - System.nanoTime()).toMillis();
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return true;
  }
}
