package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Function;

/// The simplest sound engine; a defect overrides one of its steps.
class ReferenceEngine implements ConsensusEngine {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  final ConsensusContext context;

  private final Thread thread = new Thread(this::run, "reference engine");

  private State state = State.CREATED;

  private Height delivered = Height.GENESIS;

  private String detail = "";

  private long last = Long.MAX_VALUE;

  private long next;

  private long lastTime;

  ReferenceEngine(ConsensusContext context) {
    this.context = context;
  }

  static ConsensusEngineFactory factory(Function<ConsensusContext, ConsensusEngine> engines) {
    return new ConsensusEngineFactory() {
      @Override
      public String name() {
        return "reference";
      }

      @Override
      public ConsensusEngine create(ConsensusContext context) {
        return engines.apply(context);
      }
    };
  }

  @Override
  public synchronized void start(StartPoint start) {
    if (state != State.CREATED) {
      throw new IllegalStateException("engine is " + state + ", expected CREATED");
    }
    next = first(start).value();
    lastTime = start.lastTimeNanos();
    state = State.RUNNING;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (next <= last()) {
        if (awaitWork()) {
          deliver();
        }
      }
      end(State.RESTING, "");
    } catch (InterruptedException e) {
      end(State.CLOSED, "");
    } catch (RuntimeException e) {
      end(State.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void deliver() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Height height = new Height(next);
    if (next > last()) {
      return;
    }
    long time = time(context.time().nowNanos(), lastTime);
    Bytes payload = context.payloads().build(height, time, 1 << 20);
    hand(new FinalizedBatch(height, time, randomness(height), payload(payload)));
    lastTime = time;
    next = next + step();
    synchronized (this) {
      delivered = height;
    }
  }

  private synchronized void end(State end, String why) {
    if (state == State.RUNNING) {
      state = end;
      detail = why;
    }
  }

  @Override
  public synchronized void stopAfter(Height height) {
    last = Math.min(last, height.value());
  }

  synchronized long last() {
    return last;
  }

  @Override
  public synchronized Status status() {
    return new Status(state, delivered, detail);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (state != State.FAILED) {
        state = State.CLOSED;
      }
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Height first(StartPoint start) {
    return start.nextHeight();
  }

  boolean awaitWork() throws InterruptedException {
    context.payloads().awaitWork(INTERVAL);
    return true;
  }

  long time(long now, long before) {
    return Math.max(now, before + 1);
  }

  Bytes payload(Bytes built) {
    return built;
  }

  void hand(FinalizedBatch batch) throws InterruptedException {
    context.batches().deliver(batch);
  }

  Bytes randomness(Height height) {
    byte[] bytes = new byte[FinalizedBatch.RANDOMNESS_SIZE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  long step() {
    return 1;
  }
}
