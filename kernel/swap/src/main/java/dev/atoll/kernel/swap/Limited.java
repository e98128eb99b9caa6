package dev.atoll.kernel.swap;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs foreign code that may never return.
final class Limited {

  private Limited() {}

  /// Waits for `work` on a thread of its own; one that is late is interrupted and left alone.
  ///
  /// @throws TimeoutException if it is late
  static <T> T run(String name, Duration limit, Callable<T> work)
      throws InterruptedException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().name("swap-" + name).start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
