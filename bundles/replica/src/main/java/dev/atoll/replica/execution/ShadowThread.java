package dev.atoll.replica.execution;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Runs work of an engine that may never return. Used by one thread, which waits meanwhile.
final class ShadowThread implements AutoCloseable {

  private final ExecutorService executor;

  /// @param stackSizeBytes what canister code needs
  ShadowThread(long stackSizeBytes) {
    this.executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(null, work, "atoll-shadow", stackSizeBytes);
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Waits for `work`. If it is late it is interrupted and left alone, and this is used up.
  ///
  /// @param afterwards runs when late work has ended after all, on its thread
  /// @throws TimeoutException if it is late
  <T> T run(Supplier<T> work, Duration limit, Runnable afterwards) throws TimeoutException {
    AtomicBoolean settled = new AtomicBoolean();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return work.get();
              } finally {
                if (!settled.compareAndSet(false, true)) {
                  afterwards.run();
                }
              }
            });
    executor.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return settled.get() ? task.get() : task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // and the limit begins anew
        } catch (TimeoutException e) {
          if (settled.compareAndSet(false, true)) {
            executor.shutdownNow();
            throw e;
          }
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
