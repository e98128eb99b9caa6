package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// Writes frozen pages into the file beside the commits.
///
/// Its thread takes the storage's write lock only to forget what it has written; nobody may wait
/// for it while holding that lock.
final class Checkpointer implements AutoCloseable {

  private final PageStore pages;

  private final Lock writeLock;

  private final Thread thread;

  private boolean requested;

  private boolean closed;

  private @Nullable Throwable failure;

  Checkpointer(PageStore pages, Lock writeLock, String name) {
    this.pages = pages;
    this.writeLock = writeLock;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Has the frozen pages written soon.
  synchronized void request() {
    requested = true;
    notifyAll();
  }

  /// Waits until no checkpoint is under way, whatever interrupts say.
  void awaitIdle() {
    boolean interrupted = false;
    synchronized (this) {
      while (requested && failure == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// @throws StorageException if a checkpoint has failed: what was committed is safe in the
  ///     journals
  synchronized void checkHealthy() {
    if (failure != null) {
      throw new StorageException("a checkpoint has failed before", failure);
    }
  }

  private void run() {
    try {
      while (awaitRequest()) {
        checkpoint();
        done();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private synchronized boolean awaitRequest() {
    while (!requested && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        return false; // nobody has this thread but us, and we do not interrupt it
      }
    }
    return requested;
  }

  private void checkpoint() {
    var frozen = pages.frozen();
    if (frozen == null) {
      return;
    }
    pages.writeFrozen(frozen);
    writeLock.lock();
    try {
      pages.dropFrozen();
    } finally {
      writeLock.unlock();
    }
  }

  private synchronized void done() {
    requested = false;
    notifyAll();
  }

  private synchronized void fail(Throwable e) {
    failure = e;
    notifyAll();
  }

  /// Ends the thread after the checkpoint under way.
  @Override
  public void close() {
    awaitIdle();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
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
