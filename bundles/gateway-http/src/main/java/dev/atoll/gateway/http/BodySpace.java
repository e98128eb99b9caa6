package dev.atoll.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that the bodies of all requests under way may take together. Callable from any
/// thread.
final class BodySpace {

  private final long limitBytes;

  private final AtomicLong usedBytes = new AtomicLong();

  BodySpace(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Whether `bytes` were still free, and are now taken.
  boolean take(long bytes) {
    if (usedBytes.addAndGet(bytes) <= limitBytes) {
      return true;
    }
    usedBytes.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  long usedBytes() {
    return usedBytes.get();
  }
}
