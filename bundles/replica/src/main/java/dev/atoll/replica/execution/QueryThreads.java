package dev.atoll.replica.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The threads that run canister code for callers from outside, with the stack that it needs.
///
/// Callers wait, on whatever threads they have: first for their turn, in the order in which they
/// came, then for the result. How many wait is bounded, and how long they wait for their turn.
/// Threads that have nothing to do end, and give back the stack that deep recursion has touched.
final class QueryThreads {

  /// Callers that wait for their turn.
  static final int WAITING_MAX = 500;

  /// How long a caller waits for its turn. Agents ask again after less than that.
  static final long WAIT_NANOS_MAX = 10_000_000_000L;

  /// How long [#end] waits for what is running.
  static final long END_NANOS_MAX = 3_000_000_000L;

  private static final long IDLE_SECONDS_MAX = 10;

  private final Semaphore admitted;

  private final Semaphore running;

  private final long waitNanosMax;

  private final ThreadPoolExecutor threads;

  /// @param concurrency callers that are served at once
  /// @param stackSizeBytes what canister code needs
  QueryThreads(int concurrency, long stackSizeBytes) {
    this(concurrency, stackSizeBytes, WAITING_MAX, WAIT_NANOS_MAX);
  }

  QueryThreads(int concurrency, long stackSizeBytes, int waitingMax, long waitNanosMax) {
    this.admitted = new Semaphore(concurrency + waitingMax);
    this.running = new Semaphore(concurrency, true);
    this.waitNanosMax = waitNanosMax;
    this.threads =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            IDLE_SECONDS_MAX,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> thread(work, stackSizeBytes));
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work, long stackSizeBytes) {
    Thread thread = new Thread(null, work, "atoll-query", stackSizeBytes, false);
    thread.setDaemon(true);
    return thread;
  }

  /// Runs `work` on one of the threads; what it throws, this throws.
  ///
  /// @throws OverloadedException if too many wait, or this one waited too long
  <T> T run(Supplier<T> work) {
    if (!admitted.tryAcquire()) {
      throw new OverloadedException();
    }
    try {
      awaitTurn();
      try {
        return CompletableFuture.supplyAsync(work, threads).join();
      } finally {
        running.release();
      }
    } catch (CompletionException e) {
      throw unwrapped(e);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("queries are no longer executed", e);
    } finally {
      admitted.release();
    }
  }

  private void awaitTurn() {
    try {
      if (!running.tryAcquire(waitNanosMax, TimeUnit.NANOSECONDS)) {
        throw new OverloadedException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a turn", e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> e;
    };
  }

  /// Callers that wait for their turn.
  int waiting() {
    return running.getQueueLength();
  }

  /// Begins nothing more, and waits a while for what is running.
  ///
  /// @return whether nothing runs any more
  boolean end() {
    threads.shutdown();
    try {
      return threads.awaitTermination(END_NANOS_MAX, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
