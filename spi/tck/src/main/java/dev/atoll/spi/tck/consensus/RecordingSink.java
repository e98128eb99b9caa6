package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.BatchSink;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the batches that an engine delivers, blocks and fails when a test says so.
///
/// As the SPI has it, a batch that is delivered again is ignored. Callable from any thread; its
/// monitor guards it.
public final class RecordingSink implements BatchSink {

  private final SimulatedPayloads payloads;

  private final List<FinalizedBatch> batches = new ArrayList<>();

  private final Set<FinalizedBatch> known = new HashSet<>();

  private boolean blocked;

  private int inside;

  private int calls;

  private boolean overlapped;

  private @Nullable RuntimeException failure;

  public RecordingSink(SimulatedPayloads payloads) {
    this.payloads = payloads;
  }

  @Override
  public synchronized void deliver(FinalizedBatch batch) throws InterruptedException {
    calls++;
    inside++;
    overlapped |= inside > 1;
    notifyAll();
    try {
      while (blocked) {
        wait();
      }
      if (failure != null) {
        throw failure;
      }
      if (known.add(batch)) {
        batches.add(batch);
        payloads.delivered(batch.payload());
      }
    } finally {
      inside--;
      notifyAll();
    }
  }

  /// Has deliveries wait until [#unblock].
  public synchronized void block() {
    blocked = true;
  }

  public synchronized void unblock() {
    blocked = false;
    notifyAll();
  }

  /// Has every later delivery throw `failure`.
  public synchronized void failWith(RuntimeException failure) {
    this.failure = failure;
  }

  /// The batches so far, in the order of their delivery.
  public synchronized List<FinalizedBatch> batches() {
    return List.copyOf(batches);
  }

  public synchronized List<Height> heights() {
    return batches.stream().map(FinalizedBatch::height).toList();
  }

  /// How often [#deliver] was called, repetitions and failures included.
  public synchronized int calls() {
    return calls;
  }

  /// Whether a second delivery began before the first had ended.
  public synchronized boolean overlapped() {
    return overlapped;
  }

  /// Waits in real time until `count` batches are here, and says whether they are.
  public synchronized boolean await(int count, Duration limit) throws InterruptedException {
    return awaitUntil(() -> batches.size() >= count, limit);
  }

  /// Waits in real time until [#deliver] was called `count` times, and says whether it was.
  public synchronized boolean awaitCalls(int count, Duration limit) throws InterruptedException {
    return awaitUntil(() -> calls >= count, limit);
  }

  private boolean awaitUntil(BooleanSupplier reached, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!reached.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000 + 1);
    }
    return true;
  }
}
