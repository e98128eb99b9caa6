package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.Arrays;

/// Engines with one defect each.
final class BrokenEngines {

  private BrokenEngines() {}

  /// Leaves a hole now and then.
  static final class SkipsHeights extends ReferenceEngine {

    private int batches;

    SkipsHeights(ConsensusContext context) {
      super(context);
    }

    @Override
    long step() {
      return ++batches == 8 ? 2 : 1;
    }
  }

  /// Gives two batches the same time when the clock stands.
  static final class LetsTimeStand extends ReferenceEngine {

    LetsTimeStand(ConsensusContext context) {
      super(context);
    }

    @Override
    long time(long now, long before) {
      return Math.max(now, before);
    }
  }

  /// Trusts the clock.
  static final class FollowsTheClockBack extends ReferenceEngine {

    private long ticks;

    FollowsTheClockBack(ConsensusContext context) {
      super(context);
    }

    @Override
    long time(long now, long before) {
      return now + ++ticks;
    }
  }

  /// Packs payloads to a multiple of four bytes.
  static final class PadsPayloads extends ReferenceEngine {

    PadsPayloads(ConsensusContext context) {
      super(context);
    }

    @Override
    Bytes payload(Bytes built) {
      return Bytes.wrap(Arrays.copyOf(built.unsafeArray(), (built.size() + 3) / 4 * 4));
    }
  }

  /// Takes the last height for the first that is too much.
  static final class StopsTooLate extends ReferenceEngine {

    StopsTooLate(ConsensusContext context) {
      super(context);
    }

    @Override
    synchronized long last() {
      long last = super.last();
      return last == Long.MAX_VALUE ? last : last + 1;
    }
  }

  /// Begins at height 1 whatever it is told.
  static final class BeginsAtOne extends ReferenceEngine {

    BeginsAtOne(ConsensusContext context) {
      super(context);
    }

    @Override
    Height first(StartPoint start) {
      return new Height(1);
    }
  }

  /// Tries again until the sink takes the batch.
  static final class TriesAgain extends ReferenceEngine {

    TriesAgain(ConsensusContext context) {
      super(context);
    }

    @Override
    void hand(FinalizedBatch batch) throws InterruptedException {
      for (; ; ) {
        try {
          super.hand(batch);
          return;
        } catch (IllegalStateException e) {
          context.payloads().awaitWork(Duration.ofMillis(1));
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    }
  }

  /// Draws its randomness from the height.
  static final class Foreseeable extends ReferenceEngine {

    Foreseeable(ConsensusContext context) {
      super(context);
    }

    @Override
    Bytes randomness(Height height) {
      byte[] bytes = new byte[FinalizedBatch.RANDOMNESS_SIZE_BYTES];
      bytes[0] = (byte) height.value();
      return Bytes.wrap(bytes);
    }
  }

  /// Sleeps while there is nothing to order.
  static final class WaitsForWork extends ReferenceEngine {

    WaitsForWork(ConsensusContext context) {
      super(context);
    }

    @Override
    boolean awaitWork() throws InterruptedException {
      return context.payloads().awaitWork(Duration.ofSeconds(1));
    }
  }

  /// Says that it is closed, and goes on.
  static final class OutlivesItsEnd extends ReferenceEngine {

    OutlivesItsEnd(ConsensusContext context) {
      super(context);
    }

    @Override
    public void close() {
      stopAfter(new Height(super.status().delivered().value() + 2));
    }

    @Override
    public synchronized Status status() {
      Status status = super.status();
      return super.last() == Long.MAX_VALUE
          ? status
          : new Status(State.CLOSED, status.delivered(), "");
    }
  }
}
