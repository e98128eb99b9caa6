package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.PayloadSource;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Payloads that a test offers, one for each batch; one leaves when a batch with it is delivered.
///
/// Callable from any thread; the monitor of the clock guards it.
public final class SimulatedPayloads implements PayloadSource {

  /// What was asked of [#build], and what it gave.
  public record Build(Height height, long timeNanos, int maxSizeBytes, Bytes payload) {}

  private final SimulatedTime time;

  private final Deque<Bytes> pending = new ArrayDeque<>();

  private final List<Build> builds = new ArrayList<>();

  private @Nullable RuntimeException failure;

  public SimulatedPayloads(SimulatedTime time) {
    this.time = time;
  }

  public void offer(Bytes payload) {
    synchronized (time) {
      pending.add(payload);
      time.wake();
    }
  }

  /// Has every later [#build] throw `failure`.
  public void failWith(RuntimeException failure) {
    synchronized (time) {
      this.failure = failure;
    }
  }

  @Override
  public Bytes build(Height height, long timeNanos, int maxSizeBytes) {
    synchronized (time) {
      Bytes payload = pending.isEmpty() ? Bytes.EMPTY : pending.getFirst();
      builds.add(new Build(height, timeNanos, maxSizeBytes, payload));
      if (failure != null) {
        throw failure;
      }
      return payload;
    }
  }

  @Override
  public boolean awaitWork(Duration limit) throws InterruptedException {
    return time.await(() -> !pending.isEmpty(), limit);
  }

  /// Takes `payload` out: a batch with it was delivered.
  void delivered(Bytes payload) {
    synchronized (time) {
      pending.removeFirstOccurrence(payload);
    }
  }

  /// The builds so far.
  public List<Build> builds() {
    synchronized (time) {
      return List.copyOf(builds);
    }
  }
}
