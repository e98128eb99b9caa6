package dev.atoll.bench;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.spi.storage.swap.StoragePart;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Swaps of an open storage to and fro, in the steps of [dev.atoll.spi.kernel.Swappable], while a
/// client commits pages and syncs blocks all the time.
final class SwapRun {

  private static final Duration FENCE_MAX = Duration.ofSeconds(5);

  private static final long CLIENT_PAUSE_NANOS = 2_000_000;

  private static final int ROUNDS_AHEAD_MAX = 50;

  private final PrintStream out;

  private SwappableStorages<?> from;

  private SwappableStorages<?> to;

  private final AtomicLong longestNanos = new AtomicLong();

  SwapRun(PrintStream out, SwappableStorages<?> from, SwappableStorages<?> to) {
    this.out = out;
    this.from = from;
    this.to = to;
  }

  void run(Storage storage, int swaps) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Thread client = Thread.ofPlatform().start(() -> client(storage, enough));
    try {
      for (int swap = 0; swap < swaps; swap++) {
        swap();
        SwappableStorages<?> old = from;
        from = to;
        to = old;
      }
    } finally {
      enough.set(true);
      client.join();
      storage.close();
    }
  }

  /// What a round of a replica does: a block, and now and then some pages of a checkpoint.
  private void client(Storage storage, AtomicBoolean enough) {
    Random random = new Random(3);
    for (int i = 0; !enough.get(); i++) {
      long begin = System.nanoTime();
      Height last = storage.blocks().lastHeight();
      storage.blocks().append(last == null ? new Height(0) : last.next(), StorageBench.page(i));
      storage.blocks().sync();
      if (i % 5 == 0) {
        WriteBatch batch = new WriteBatch();
        for (int page = 0; page < 4; page++) {
          batch.put(
              "pages", StorageBench.key(random.nextInt(100_000)), StorageBench.page(i + page));
        }
        storage.commit(batch);
      }
      longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
      LockSupport.parkNanos(CLIENT_PAUSE_NANOS);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void swap() throws Exception {
    String name = from.name() + " to " + to.name();
    boolean first = true;
    int rounds = 0;
    long begin = System.nanoTime();
    double firstRound = 0;
    while (rounds < ROUNDS_AHEAD_MAX) {
      Optional<StoragePart> part = from.exportAhead();
      if (part.isEmpty()) {
        break;
      }
      to.importState(part.get(), first);
      first = false;
      rounds++;
      if (rounds == 1) {
        firstRound = StorageBench.millis(begin);
      }
    }
    double ahead = StorageBench.millis(begin);
    double longestAhead = longestNanos.getAndSet(0) / 1e6;
    begin = System.nanoTime();
    long cpu = cpuNanos();
    if (!from.fence(FENCE_MAX)) {
      throw new IllegalStateException("the fence took longer than " + FENCE_MAX);
    }
    double fence = StorageBench.millis(begin);
    to.importState(from.exportState(), first);
    double rest = StorageBench.millis(begin);
    Optional<Bytes> digest = from.digest();
    if (!digest.equals(to.digest())) {
      throw new IllegalStateException("the digests differ");
    }
    double verified = StorageBench.millis(begin);
    to.resume();
    double pause = StorageBench.millis(begin);
    double pauseCpu = (cpuNanos() - cpu) / 1e6;
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    out.printf(
        Locale.ROOT,
        "%-18s ahead %.0f ms in %d rounds (the first %.0f ms); pause %.1f ms = fence %.1f, rest"
            + " %.1f, digests %.1f, resume %.1f (CPU %.1f); longest call ahead %.1f ms, in the swap"
            + " %.1f ms%n",
        name,
        ahead,
        rounds,
        firstRound,
        pause,
        fence,
        rest - fence,
        verified - rest,
        pause - verified,
        pauseCpu,
        longestAhead,
        longestNanos.getAndSet(0) / 1e6);
  }
}
