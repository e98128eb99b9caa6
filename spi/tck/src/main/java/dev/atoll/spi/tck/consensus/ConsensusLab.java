package dev.atoll.spi.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.ConsensusEngine.State;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// One engine and all that surrounds it.
public final class ConsensusLab {

  /// How long we look whether something happens that must not.
  private static final Duration GLANCE = Duration.ofMillis(60);

  private static final long LOOK_AGAIN_NANOS = 200_000;

  private static final Duration TICK = Duration.ofMillis(250);

  public final SimulatedTime time = new SimulatedTime();

  public final SimulatedPayloads payloads = new SimulatedPayloads(time);

  public final RecordingSink sink = new RecordingSink(payloads);

  public final ConsensusEngine engine;

  private final Duration patience;

  ConsensusLab(ConsensusEngineFactory factory, Duration patience) {
    this.patience = patience;
    engine = factory.create(new ConsensusContext(payloads, sink, time));
  }

  /// Starts at height 1, before which nothing was.
  void start() {
    engine.start(new StartPoint(h(1), 0));
  }

  void offer(String payload) {
    payloads.offer(Bytes.ofUtf8(payload));
  }

  /// Waits for `count` batches in all; time passes meanwhile.
  List<FinalizedBatch> awaitBatches(int count) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!sink.await(count, Duration.ofMillis(5))) {
      assertThat(System.nanoTime()).as("waiting for %d batches", count).isLessThan(end);
      time.advance(TICK);
    }
    return sink.batches();
  }

  /// Offers `payload` and waits for a batch with it; no time passes.
  FinalizedBatch order(String payload) throws InterruptedException {
    int before = sink.batches().size();
    offer(payload);
    for (int count = before + 1; ; count++) {
      assertThat(sink.await(count, patience)).as("a batch with %s", payload).isTrue();
      FinalizedBatch batch = sink.batches().get(count - 1);
      if (batch.payload().equals(Bytes.ofUtf8(payload))) {
        return batch;
      }
    }
  }

  /// Waits for `state`; time passes meanwhile.
  void awaitState(State state) {
    long end = System.nanoTime() + patience.toNanos();
    while (engine.status().state() != state && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      time.advance(TICK);
    }
    assertThat(engine.status().state()).isEqualTo(state);
  }

  void awaitCalls(int count) throws InterruptedException {
    assertThat(sink.awaitCalls(count, patience)).as("%d calls of the sink", count).isTrue();
  }

  /// Tempts the engine to deliver, and sees that it calls the sink no more.
  void assertSilent() throws InterruptedException {
    int calls = sink.calls();
    offer("temptation");
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.awaitCalls(calls + 1, GLANCE)).as("another call of the sink").isFalse();
  }

  void close() {
    sink.unblock();
    engine.close();
  }

  static Height h(long value) {
    return new Height(value);
  }
}
