package dev.atoll.itests;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Orders when it is told to, at times and with randomness that are the same in every run.
///
/// Used by one thread.
final class ScriptedConsensus implements ConsensusEngineFactory, ConsensusEngine {

  private static final int PAYLOAD_SIZE_BYTES_MAX = 4 << 20;

  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long startNanos;

  private @Nullable ConsensusContext context;

  private Height next = Height.GENESIS.next();

  /// @param startNanos the time of the first batch
  ScriptedConsensus(long startNanos) {
    this.startNanos = startNanos;
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public ConsensusEngine create(ConsensusContext given) {
    context = given;
    return this;
  }

  @Override
  public void start(StartPoint start) {
    next = start.nextHeight();
    order();
  }

  /// Delivers what is in the pool.
  void order() {
    ConsensusContext given = context;
    if (given == null) {
      throw new IllegalStateException("the engine was not created");
    }
    long time = startNanos + next.value() * STEP_NANOS;
    Bytes payload = given.payloads().build(next, time, PAYLOAD_SIZE_BYTES_MAX);
    byte[] randomness = Hashes.sha256(next.toString().getBytes(StandardCharsets.UTF_8));
    try {
      given.batches().deliver(new FinalizedBatch(next, time, Bytes.wrap(randomness), payload));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    next = next.next();
  }

  @Override
  public void stopAfter(Height height) {}

  @Override
  public Status status() {
    return new Status(State.RUNNING, next, "");
  }

  @Override
  public void close() {}
}
