package dev.atoll.replica;

import dev.atoll.spi.consensus.BatchSink;
import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.ConsensusEngine.State;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.consensus.PayloadSource;
import dev.atoll.spi.consensus.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The consensus engine of a replica, which another one can follow at a height.
///
/// Callable from any thread; [#replace] and [#goOn] from one at a time.
final class ReplaceableConsensus {

  private final PayloadSource payloads;

  private final BatchSink batches;

  private final TimeSource time;

  private final Supplier<StartPoint> next;

  private volatile Turn turn;

  /// An engine and the way of its batches, which can be cut.
  private static final class Turn implements BatchSink {

    private final ConsensusEngineFactory factory;

    private final BatchSink batches;

    private final ConsensusEngine engine;

    private boolean over;

    Turn(
        ConsensusEngineFactory factory,
        PayloadSource payloads,
        BatchSink batches,
        TimeSource time) {
      this.factory = factory;
      this.batches = batches;
      this.engine = factory.create(new ConsensusContext(payloads, this, time));
    }

    /// One batch at a time, so that none is delivered once the turn is over.
    @Override
    public synchronized void deliver(FinalizedBatch batch) throws InterruptedException {
      if (over) {
        throw new IllegalStateException("another engine orders the blocks of this subnet");
      }
      batches.deliver(batch);
    }

    synchronized void end() {
      over = true;
    }
  }

  /// @param next where an engine begins that follows another one
  ReplaceableConsensus(
      ConsensusEngineFactory factory,
      PayloadSource payloads,
      BatchSink batches,
      TimeSource time,
      Supplier<StartPoint> next) {
    this.payloads = payloads;
    this.batches = batches;
    this.time = time;
    this.next = next;
    this.turn = turn(factory);
  }

  private Turn turn(ConsensusEngineFactory factory) {
    return new Turn(factory, payloads, batches, time);
  }

  void start(StartPoint start) {
    turn.engine.start(start);
  }

  ConsensusEngine.Status status() {
    return turn.engine.status();
  }

  /// Has the present engine rest at the height where it is, and one of `factory` begin at the next.
  ///
  /// @throws IllegalStateException if the present engine does not come to rest within `limit`; call
  ///     [#goOn] then
  void replace(ConsensusEngineFactory factory, Duration limit) throws InterruptedException {
    Turn old = turn;
    Turn successor = turn(factory);
    rest(old, limit);
    old.end();
    old.engine.close();
    turn = successor;
    successor.engine.start(next.get());
  }

  private static void rest(Turn old, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    old.engine.stopAfter(old.engine.status().delivered());
    while (old.engine.status().state() == State.RUNNING) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "consensus %s does not rest within %d ms"
                .formatted(old.factory.name(), limit.toMillis()));
      }
      TimeUnit.MICROSECONDS.sleep(200);
    }
    if (old.engine.status().state() != State.RESTING) {
      throw new IllegalStateException(
          "consensus %s does not rest: %s".formatted(old.factory.name(), old.engine.status()));
    }
  }

  /// Has a new engine of `factory` order, whatever became of the one before.
  void goOn(ConsensusEngineFactory factory) {
    Turn failed = turn;
    failed.end();
    turn = turn(factory);
    turn.engine.start(next.get());
    // Last, for an engine that hangs does not close.
    Thread.ofPlatform().daemon().name("consensus-close").start(failed.engine::close);
  }

  /// Who makes the present engine.
  ConsensusEngineFactory factory() {
    return turn.factory;
  }

  void close() {
    turn.engine.close();
  }
}
