package dev.atoll.replica.scheduler;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A thread that works for another one, which waits meanwhile, and can stop in the middle of its
/// work: what it has on its stack stays until it is told to go on.
///
/// At any time one of both runs, so that they share everything without locks.
final class ExecutionThread {

  private final Semaphore go = new Semaphore(0);

  private final Semaphore back = new Semaphore(0);

  private final Thread thread;

  private @Nullable Work work;

  private @Nullable Throwable failure;

  private boolean paused;

  private boolean ending;

  /// What a thread does.
  @FunctionalInterface
  interface Work {

    /// @param thread the one that does it
    void run(ExecutionThread thread);
  }

  /// Thrown in the middle of a work to have it end without a result.
  static final class Ended extends RuntimeException {

    @java.io.Serial private static final long serialVersionUID = 1;

    Ended(String why) {
      super(why, null, false, false);
    }
  }

  ExecutionThread(long stackSizeBytes) {
    thread = new Thread(null, this::loop, "atoll-execution", stackSizeBytes);
    thread.setDaemon(true);
    thread.start();
  }

  private void loop() {
    go.acquireUninterruptibly();
    while (!ending) {
      try {
        if (work != null) {
          work.run(this);
        }
      } catch (Ended e) {
        failure = null; // as it was meant to
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      work = null;
      back.release();
      go.acquireUninterruptibly();
    }
    back.release();
  }

  /// Does `next`, until it has ended or pauses.
  ///
  /// @return whether it has ended
  /// @throws RuntimeException or an error as the work does
  boolean begin(Work next) {
    work = next;
    return resume();
  }

  /// Goes on after [#pause], until the work has ended or pauses again.
  ///
  /// @return whether it has ended
  boolean resume() {
    go.release();
    back.acquireUninterruptibly();
    @Nullable Throwable thrown = failure;
    failure = null;
    switch (thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    return !paused;
  }

  /// Called by the work: lets the other thread go on until it calls [#resume].
  void pause() {
    paused = true;
    back.release();
    go.acquireUninterruptibly();
    paused = false;
    if (ending) {
      throw new Ended("the node stops");
    }
  }

  /// Ends the thread; a paused work does not come to its end.
  void end() {
    ending = true;
    go.release(2); // one for the pause, one for what follows the work
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
