package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// What callers hold for a storage, whichever implementation keeps it at the time. Callable from
/// any thread.
///
/// Calls are readers of the gate, so that a swap and [#close] wait for those in flight. A visitor
/// that calls this storage from within a scan is let through. While a swap holds the gate, calls
/// wait.
final class StorageHandle implements Storage {

  /// How long a call waits for a swap. Nobody waits so long but when a swap hangs.
  static final Duration HOLD_MAX = Duration.ofMinutes(1);

  /// How long calls may wait for another one in flight at a time, less than what a client notices.
  private static final long HOLD_TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long HOLD_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final StorageHome home;

  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private final BlockLog blocks = new Blocks();

  private final Object releases = new Object();

  private volatile boolean held;

  private volatile boolean closed;

  private volatile @Nullable KeptStorage target;

  StorageHandle(StorageHome home) {
    this.home = home;
  }

  StorageHome home() {
    return home;
  }

  Path directory() {
    return home.directory();
  }

  boolean isClosed() {
    return closed;
  }

  boolean isKeptBy(KeptStorage storage) {
    return storage.equals(target);
  }

  /// Has `storage` answer from now on; only while held, or before anybody has this.
  void redirect(KeptStorage storage) {
    target = storage;
  }

  /// Has new calls wait until [#release], and waits for those in flight.
  ///
  /// New calls wait as soon as this does, so a long one in flight, such as the commit of a
  /// checkpoint, would hold up all others. Half of the time it therefore gives way again and again.
  ///
  /// @return false if some did not return within `limit`; nothing waits then
  boolean hold(Duration limit) throws InterruptedException {
    long begin = System.nanoTime();
    long patience = limit.dividedBy(2).toNanos();
    for (long spent = 0; spent < patience; spent = System.nanoTime() - begin) {
      if (tryHold(Math.min(HOLD_TRY_NANOS, patience - spent))) {
        return true;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(HOLD_AGAIN_NANOS, patience - spent));
    }
    return tryHold(limit.toNanos() - (System.nanoTime() - begin));
  }

  private boolean tryHold(long nanos) throws InterruptedException {
    if (!gate.writeLock().tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    held = true;
    gate.writeLock().unlock();
    return true;
  }

  void release() {
    synchronized (releases) {
      held = false;
      releases.notifyAll();
    }
  }

  /// Runs `work` past a hold, but never beside or after the close.
  void direct(Runnable work) {
    gate.readLock().lock();
    try {
      checkOpen();
      work.run();
    } finally {
      gate.readLock().unlock();
    }
  }

  private KeptStorage enter() {
    long begin = System.nanoTime();
    gate.readLock().lock();
    while (held) {
      gate.readLock().unlock();
      awaitRelease(begin);
      gate.readLock().lock();
    }
    KeptStorage entered = target;
    if (closed || entered == null) {
      gate.readLock().unlock();
      throw closed();
    }
    return entered;
  }

  private void awaitRelease(long begin) {
    boolean interrupted = false;
    synchronized (releases) {
      while (held) {
        long left = HOLD_MAX.toNanos() - (System.nanoTime() - begin);
        if (left <= 0) {
          throw new StorageException(
              "storage %s is held by a swap since %d s, at most %d allowed"
                  .formatted(directory(), HOLD_MAX.toSeconds(), HOLD_MAX.toSeconds()));
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(releases, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave() {
    gate.readLock().unlock();
  }

  private void checkOpen() {
    if (closed) {
      throw closed();
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("storage %s is closed".formatted(directory()));
  }

  @Override
  public @Nullable Bytes get(String table, Bytes key) {
    KeptStorage storage = enter();
    try {
      return storage.storage().get(table, key);
    } finally {
      leave();
    }
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    KeptStorage storage = enter();
    try {
      storage.storage().scan(table, from, to, visitor);
    } finally {
      leave();
    }
  }

  @Override
  public void commit(WriteBatch batch) {
    KeptStorage storage = enter();
    try {
      storage.commit(batch);
    } catch (StorageException e) {
      throw DiskFull.explain(directory(), e);
    } finally {
      leave();
    }
  }

  @Override
  public BlockLog blocks() {
    checkOpen();
    return blocks;
  }

  @Override
  public void exportTo(OutputStream out) throws IOException {
    KeptStorage storage = enter();
    try {
      storage.storage().exportTo(out);
    } finally {
      leave();
    }
  }

  @Override
  public void importFrom(InputStream in) throws IOException {
    KeptStorage storage = enter();
    try {
      storage.importFrom(in);
    } catch (StorageException e) {
      throw DiskFull.explain(directory(), e);
    } finally {
      leave();
    }
  }

  @Override
  public void close() {
    if (gate.getReadHoldCount() > 0) {
      throw new IllegalStateException(
          "storage %s cannot be closed from within a scan".formatted(directory()));
    }
    gate.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      gate.writeLock().unlock();
    }
    release();
    KeptStorage storage = target;
    try {
      if (storage != null) {
        storage.closeAndForget();
      }
    } finally {
      home.close();
    }
  }

  private final class Blocks implements BlockLog {

    @Override
    public void append(Height height, Bytes block) {
      KeptStorage storage = enter();
      try {
        storage.storage().blocks().append(height, block);
      } catch (StorageException e) {
        throw DiskFull.explain(directory(), e);
      } finally {
        leave();
      }
    }

    @Override
    public void sync() {
      KeptStorage storage = enter();
      try {
        storage.storage().blocks().sync();
      } catch (StorageException e) {
        throw DiskFull.explain(directory(), e);
      } finally {
        leave();
      }
    }

    @Override
    public @Nullable Bytes read(Height height) {
      KeptStorage storage = enter();
      try {
        return storage.storage().blocks().read(height);
      } finally {
        leave();
      }
    }

    @Override
    public @Nullable Height firstHeight() {
      KeptStorage storage = enter();
      try {
        return storage.storage().blocks().firstHeight();
      } finally {
        leave();
      }
    }

    @Override
    public @Nullable Height lastHeight() {
      KeptStorage storage = enter();
      try {
        return storage.storage().blocks().lastHeight();
      } finally {
        leave();
      }
    }

    @Override
    public void removeBelow(Height height) {
      KeptStorage storage = enter();
      try {
        storage.removeBlocksBelow(height);
      } finally {
        leave();
      }
    }
  }
}
