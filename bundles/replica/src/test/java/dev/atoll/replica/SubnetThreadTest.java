package dev.atoll.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.ingress.IngressPool;
import dev.atoll.replica.ingress.PoolPayloadSource;
import dev.atoll.replica.persistence.BlockStore;
import dev.atoll.replica.persistence.Checkpoints;
import dev.atoll.replica.scheduler.RoundExecutor;
import dev.atoll.replica.scheduler.RoundSummary;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.testing.Blst;
import dev.atoll.replica.testing.CertifiedSubnet;
import dev.atoll.replica.testing.MemoryKeyStore;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetThreadTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private static final RequestId REQUEST = new RequestId(Bytes.wrap(new byte[32]));

  private final SubnetKeys keys =
      SubnetKeys.loadOrCreate(Blst.provider(), new MemoryKeyStore(), new SplittableRandom(1));

  private final SubnetInfo subnet = CertifiedSubnet.subnetOf(keys);

  private final CertifiedStates states = new CertifiedStates(subnet);

  private final CountDownLatch begun = new CountDownLatch(1);

  private final CountDownLatch finish = new CountDownLatch(1);

  private final ReplicatedState state = new ReplicatedState(subnet, 0);

  @TempDir private @Nullable Path directory;

  private @Nullable Storage storage;

  private boolean keepBlocks;

  @BeforeEach
  void open() {
    storage = new SimulatedStorageFactory().open(java.util.Objects.requireNonNull(directory));
  }

  private Storage storage() {
    return java.util.Objects.requireNonNull(storage);
  }

  /// Started, with rounds that do what `rounds` does.
  private SubnetThread started(RoundExecutor rounds, Duration stopMax) {
    return started(rounds, stopMax, Duration.ofDays(1));
  }

  private SubnetThread started(
      RoundExecutor rounds, Duration stopMax, Duration checkpointInterval) {
    Checkpoints checkpoints = new Checkpoints(storage());
    BatchExecutor executor =
        new BatchExecutor(
            state,
            rounds,
            (s, changed) -> new TreeMap<Principal, @Nullable CanisterSnapshot>(),
            keys,
            states,
            checkpoints);
    executor.certifyLoaded();
    IngressPool pool = new IngressPool();
    SubnetThread thread =
        new SubnetThread(
            executor,
            new BlockStore(storage().blocks()),
            checkpoints,
            pool,
            new PoolPayloadSource(pool),
            new ReplicaConfig(
                "application",
                SubnetInfo.CostSchedule.NORMAL,
                13,
                checkpointInterval,
                0,
                4,
                keepBlocks,
                Optional.empty(),
                Optional.empty()),
            System::nanoTime,
            stopMax,
            states::fail,
            new ReplicaMetrics(Metrics.none()),
            1L << 20);
    thread.start();
    return thread;
  }

  private static RoundSummary advance(
      ReplicatedState state, dev.atoll.replica.scheduler.RoundInput input) {
    state.advance(input.height(), input.timeNanos(), input.randomness());
    return new RoundSummary(0, 0, new TreeSet<>(), false);
  }

  private static FinalizedBatch batch(long height) {
    return new FinalizedBatch(
        new Height(height), height * 10, Bytes.wrap(new byte[32]), Bytes.EMPTY);
  }

  private void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable ReplicatedState checkpoint() {
    return new Checkpoints(storage()).load(subnet);
  }

  @Test
  void stoppingWaitsForTheBatchUnderWayAndKeepsIt() throws Exception {
    SubnetThread thread =
        started(
            (s, input) -> {
              begun.countDown();
              return advance(s, input);
            },
            Duration.ofSeconds(10));
    thread.deliver(batch(1));
    awaitQuietly(begun);

    assertThat(thread.stop()).isTrue();

    assertThat(java.util.Objects.requireNonNull(checkpoint()).height()).isEqualTo(new Height(1));
  }

  @Test
  void aBatchThatTakesTooLongIsLeftToTheNextStart() throws Exception {
    SubnetThread thread =
        started(
            (s, input) -> {
              begun.countDown();
              awaitQuietly(finish);
              return advance(s, input);
            },
            SHORT);
    thread.deliver(batch(1));
    thread.deliver(batch(2));
    awaitQuietly(begun);

    assertThat(thread.stop()).isFalse();

    finish.countDown();
    assertThat(thread.stop()).isTrue();
    assertThat(checkpoint()).isNull();
    assertThat(new BlockStore(storage().blocks()).lastHeight()).isEqualTo(new Height(2));
    assertThat(state.height()).isEqualTo(new Height(1));
  }

  /// Waits in each commit until it may go on.
  private void holdCommits() {
    Storage real = storage();
    storage =
        (Storage)
            java.lang.reflect.Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("commit")) {
                    begun.countDown();
                    awaitQuietly(finish);
                  }
                  return method.invoke(real, arguments);
                });
  }

  @Test
  void batchesGoOnWhileACheckpointIsWritten() throws Exception {
    holdCommits();
    CountDownLatch third = new CountDownLatch(3);
    SubnetThread thread =
        started(
            (s, input) -> {
              third.countDown();
              return advance(s, input);
            },
            Duration.ofSeconds(10),
            Duration.ZERO);
    thread.deliver(batch(1));
    awaitQuietly(begun);

    thread.deliver(batch(2));
    thread.deliver(batch(3));
    awaitQuietly(third);

    assertThat(new BlockStore(storage().blocks()).lastHeight()).isEqualTo(new Height(3));
    finish.countDown();
    assertThat(thread.stop()).isTrue();
    assertThat(java.util.Objects.requireNonNull(checkpoint()).height()).isEqualTo(new Height(3));
    assertThat(storage().blocks().firstHeight()).isEqualTo(new Height(3));
  }

  @Test
  void aCheckpointThatTakesTooLongIsLeftUnfinished() throws Exception {
    holdCommits();
    SubnetThread thread = started(SubnetThreadTest::advance, SHORT, Duration.ZERO);
    thread.deliver(batch(1));
    awaitQuietly(begun);
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                stopped.complete(thread.stop());
              } catch (InterruptedException e) {
                stopped.completeExceptionally(e);
              }
            });

    finish.countDown(); // the commit under way is waited for, however long it takes

    assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.failure()).isNull();
  }

  @Test
  void whoWaitsForAnAnswerLearnsThatExecutionHasFailed() throws Exception {
    CompletableFuture<Bytes> before = states.answer(REQUEST);
    SubnetThread thread =
        started(
            (s, input) -> {
              throw new StackOverflowError("deep");
            },
            SHORT);

    thread.deliver(batch(1));

    assertThatThrownBy(() -> before.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> states.answer(REQUEST).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThat(thread.failure()).isInstanceOf(StackOverflowError.class);
    assertThat(thread.stop()).isTrue();
    assertThat(checkpoint()).isNull();
  }

  @Test
  void aFailedThreadRefusesFurtherBatches() throws Exception {
    SubnetThread thread =
        started(
            (s, input) -> {
              throw new IllegalStateException("a bug");
            },
            SHORT);

    assertThatThrownBy(
            () -> {
              for (long height = 1; height <= 6; height++) {
                thread.deliver(batch(height));
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("execution has stopped")
        .hasRootCauseMessage("a bug");
    assertThat(thread.stop()).isTrue();
  }

  @Test
  void blocksOfACheckpointAreForgotten() throws Exception {
    stopAfterThreeBlocks();

    assertThat(storage().blocks().firstHeight()).isEqualTo(new Height(3));
  }

  @Test
  void blocksOfACheckpointStayWhenAsked() throws Exception {
    keepBlocks = true;

    stopAfterThreeBlocks();

    assertThat(checkpoint()).isNotNull();
    assertThat(storage().blocks().firstHeight()).isEqualTo(new Height(1));
  }

  private void stopAfterThreeBlocks() throws Exception {
    CountDownLatch executed = new CountDownLatch(3);
    SubnetThread thread =
        started(
            (s, input) -> {
              executed.countDown();
              return advance(s, input);
            },
            Duration.ofSeconds(10));
    for (long height = 1; height <= 3; height++) {
      thread.deliver(batch(height));
    }
    awaitQuietly(executed);
    assertThat(thread.stop()).isTrue();
  }
}
