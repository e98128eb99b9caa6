package dev.atoll.consensus.solo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.consensus.PayloadSource;
import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.tck.consensus.RecordingSink;
import dev.atoll.spi.tck.consensus.SimulatedPayloads;
import dev.atoll.spi.tck.consensus.SimulatedTime;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SoloEngineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration GLANCE = Duration.ofMillis(60);

  private final SimulatedTime time = new SimulatedTime();

  private final SimulatedPayloads payloads = new SimulatedPayloads(time);

  private final RecordingSink sink = new RecordingSink(payloads);

  private final List<ConsensusEngine> engines = new ArrayList<>();

  @AfterEach
  void closeEngines() {
    engines.forEach(ConsensusEngine::close);
  }

  private ConsensusEngine start(PayloadSource source) {
    SoloConfig config = new SoloConfig(Duration.ofSeconds(2), ByteSize.ofMebibytes(5));
    ConsensusEngine engine =
        new SoloEngine(
            new ConsensusContext(source, sink, time), config, RandomTape.seededBy(new Random(1)));
    engines.add(engine);
    engine.start(new StartPoint(new Height(1), 0));
    return engine;
  }

  @Test
  void everyPayloadIsOrderedOnceAndAtOnce() throws InterruptedException {
    List<Bytes> offered = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      offered.add(Bytes.ofUtf8("payload " + i));
    }
    start(payloads);
    offered.forEach(payloads::offer);

    assertThat(sink.await(50, PATIENCE)).isTrue();

    assertThat(sink.batches()).extracting(FinalizedBatch::payload).isEqualTo(offered);
  }

  @Test
  void anEmptyBlockIsMadePerInterval() throws InterruptedException {
    start(payloads);

    time.awaitSomebodyWaiting();

    time.advance(Duration.ofMillis(1_999));
    assertThat(sink.await(1, GLANCE)).isFalse();
    time.advance(Duration.ofMillis(1));
    assertThat(sink.await(1, PATIENCE)).isTrue();

    assertThat(sink.batches().getFirst().payload()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void messagesThatArriveDuringADeliveryShareTheNextBlock() throws InterruptedException {
    Pool pool = new Pool(payloads);
    sink.block();
    start(pool);
    pool.add("a");
    assertThat(sink.awaitCalls(1, PATIENCE)).isTrue();

    pool.add("b");
    pool.add("c");
    pool.add("d");
    sink.unblock();

    assertThat(sink.await(2, PATIENCE)).isTrue();
    assertThat(sink.batches()).extracting(batch -> batch.payload().toUtf8()).startsWith("a", "bcd");
  }

  /// A pool whose payload is all that waits.
  private static final class Pool implements PayloadSource {

    private final SimulatedPayloads signal;

    private final StringBuilder waiting = new StringBuilder();

    Pool(SimulatedPayloads signal) {
      this.signal = signal;
    }

    void add(String message) {
      synchronized (waiting) {
        waiting.append(message);
      }
      signal.offer(Bytes.ofUtf8(message));
    }

    @Override
    public Bytes build(Height height, long timeNanos, int maxSizeBytes) {
      assertThat(maxSizeBytes).isEqualTo(5 * 1024 * 1024);
      synchronized (waiting) {
        Bytes payload = Bytes.ofUtf8(waiting.toString());
        waiting.setLength(0);
        return payload;
      }
    }

    @Override
    public boolean awaitWork(Duration limit) throws InterruptedException {
      return signal.awaitWork(limit);
    }
  }

  @Test
  void theThreadHasANameAndEndsWithTheEngine() {
    ConsensusEngine engine = start(payloads);
    assertThat(soloThreads()).isNotEmpty();

    engine.close();

    assertThat(soloThreads()).isEmpty();
  }

  private static List<String> soloThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("consensus-solo"))
        .toList();
  }
}
