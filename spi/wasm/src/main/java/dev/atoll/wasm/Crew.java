package dev.atoll.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Several threads that do the items of one piece of work and end with it, for what is to be done
/// with each function of a module. Safe for use from any thread.
///
/// Which of the items' failures is thrown does not depend on the threads: it is that of the first
/// item that fails, as if they were done one after the other.
public final class Crew {

  /// More share too little each.
  private static final int THREADS_MAX = 4;

  /// Less code than this is done before other threads have begun.
  private static final int CODE_BYTES_MIN = 200_000;

  private final int threads;

  private Crew(int threads) {
    this.threads = threads;
  }

  /// For work on all code of a module: the calling thread alone if there is little.
  public static Crew forCode(WasmModule module) {
    return module.codeSectionSize() < CODE_BYTES_MIN ? new Crew(1) : full();
  }

  static Crew full() {
    return new Crew(Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors()));
  }

  /// One item of the work, by its number. Called once for each, by any thread.
  @FunctionalInterface
  public interface Item {
    void run(int number);
  }

  /// The first failure so far.
  private record Failure(int number, Throwable cause) {}

  /// Does the items `0` to `count - 1`, the calling thread among those who do; later ones may be
  /// left out when one has failed.
  ///
  /// @param batch how many items a thread takes at a time
  public void run(int count, int batch, Item item) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Failure> first = new AtomicReference<>();
    Runnable work = () -> work(count, batch, item, next, first);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      others.add(Thread.ofPlatform().name("wasm-code-" + i).daemon().start(work));
    }
    work.run();
    others.forEach(Crew::await);
    Failure failure = first.get();
    if (failure != null) {
      throwIt(failure.cause());
    }
  }

  private static void work(
      int count,
      int batch,
      Item item,
      AtomicInteger next,
      AtomicReference<@Nullable Failure> first) {
    for (int from = next.getAndAdd(batch); from < count; from = next.getAndAdd(batch)) {
      for (int i = from; i < Math.min(count, from + batch); i++) {
        Failure failure = first.get();
        if (failure != null && failure.number() < i) {
          return; // all before it have been taken by somebody
        }
        try {
          item.run(i);
        } catch (RuntimeException | Error e) {
          Failure found = new Failure(i, e);
          first.accumulateAndGet(found, Crew::earlier);
          return;
        }
      }
    }
  }

  private static @Nullable Failure earlier(@Nullable Failure one, @Nullable Failure other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.number() <= other.number() ? one : other;
  }

  /// Waits until a thread has ended, whatever interrupts the caller.
  static void await(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // it ends soon
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void throwIt(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) cause;
  }
}
