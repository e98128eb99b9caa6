package dev.atoll.consensus.solo;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import org.jspecify.annotations.Nullable;

/// Makes a block as soon as there is something to order, and an empty one per interval otherwise.
///
/// One thread does all of it. While the sink makes a block durable, further messages gather in the
/// pool and go into the next block together: that is the group commit. Execution is not waited for.
final class SoloEngine implements ConsensusEngine {

  private final ConsensusContext context;

  private final SoloConfig config;

  private final RandomTape tape;

  private final Progress progress = new Progress();

  /// Guarded by the monitor of this engine.
  private @Nullable Thread thread;

  SoloEngine(ConsensusContext context, SoloConfig config, RandomTape tape) {
    this.context = context;
    this.config = config;
    this.tape = tape;
  }

  @Override
  public synchronized void start(StartPoint start) {
    progress.start(start);
    thread = Thread.ofPlatform().name("consensus-solo").daemon().start(() -> run(start));
  }

  private void run(StartPoint start) {
    Height next = start.nextHeight();
    long lastTime = start.lastTimeNanos();
    try {
      while (progress.admits(next)) {
        context.payloads().awaitWork(config.blockInterval());
        long time = Math.max(context.time().nowNanos(), Math.addExact(lastTime, 1));
        if (!progress.admits(next)) {
          break;
        }
        deliver(next, time);
        next = next.next();
        lastTime = time;
      }
      progress.rest();
    } catch (InterruptedException e) {
      if (!isClosed()) {
        progress.fail("height %s: interrupted by somebody else than close".formatted(next));
      }
    } catch (RuntimeException | Error e) {
      progress.fail("height %s: %s".formatted(next, e));
      if (e instanceof Error) {
        throw e;
      }
    }
  }

  /// Builds even without work: the pool may have what is not worth waking up for.
  private void deliver(Height height, long time) throws InterruptedException {
    Bytes payload =
        context.payloads().build(height, time, Math.toIntExact(config.payloadMax().bytes()));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    context.batches().deliver(new FinalizedBatch(height, time, tape.at(height), payload));
    progress.delivered(height);
  }

  private boolean isClosed() {
    return progress.status().state() == State.CLOSED;
  }

  @Override
  public void stopAfter(Height height) {
    progress.stopAfter(height);
  }

  @Override
  public Status status() {
    return progress.status();
  }

  @Override
  public void close() {
    progress.close();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null || running.equals(Thread.currentThread())) {
      return;
    }
    running.interrupt();
    joinUninterruptibly(running);
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    for (; ; ) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
