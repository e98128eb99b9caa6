package dev.atoll.spi.tck.consensus;

import static dev.atoll.spi.tck.consensus.ConsensusLab.h;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What is in the batches, and in which order they come.
interface OrderRules {

  ConsensusLab newLab();

  @Test
  default void batchesComeInOrderWithoutHoles() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();

    for (int i = 0; i < 10; i++) {
      lab.order("payload " + i);
    }
    lab.awaitBatches(20);

    List<Height> heights = lab.sink.heights();
    assertThat(heights)
        .isEqualTo(LongStream.rangeClosed(1, heights.size()).mapToObj(Height::new).toList());
    assertThat(lab.sink.overlapped()).isFalse();
  }

  @Test
  default void anEngineStartsWhereItIsTold() throws InterruptedException {
    ConsensusLab lab = newLab();
    long lastTime = lab.time.nowNanos();
    lab.engine.start(new StartPoint(h(4711), lastTime));

    FinalizedBatch first = lab.awaitBatches(1).getFirst();

    assertThat(first.height()).isEqualTo(h(4711));
    assertThat(first.timeNanos()).isGreaterThan(lastTime);
  }

  @Test
  default void batchesComeEvenWhenThereIsNothingToOrder() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();

    List<FinalizedBatch> batches = lab.awaitBatches(3);

    assertThat(batches).extracting(FinalizedBatch::payload).containsOnly(Bytes.EMPTY);
  }

  @Test
  default void timeMovesForwardWhileTheClockStands() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();

    for (int i = 0; i < 20; i++) {
      lab.order("payload " + i);
    }

    assertTimeMovesForward(lab);
    assertThat(lab.sink.batches().getLast().timeNanos())
        .isBetween(lab.time.nowNanos(), lab.time.nowNanos() + Duration.ofSeconds(1).toNanos());
  }

  @Test
  default void timeMovesForwardWhenTheClockStepsBack() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("before");

    lab.time.setBack(Duration.ofHours(1));
    for (int i = 0; i < 5; i++) {
      lab.order("payload " + i);
    }

    assertTimeMovesForward(lab);
  }

  @Test
  default void timeIsLaterThanThatOfTheBatchBeforeTheStart() throws InterruptedException {
    ConsensusLab lab = newLab();
    long future = lab.time.nowNanos() + Duration.ofHours(1).toNanos();
    lab.engine.start(new StartPoint(h(2), future));

    assertThat(lab.order("payload").timeNanos()).isGreaterThan(future);
    assertTimeMovesForward(lab);
  }

  @Test
  default void timeFollowsTheClock() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("before");

    lab.time.advance(Duration.ofHours(1));
    lab.order("meanwhile");
    long now = lab.time.nowNanos();

    assertThat(lab.order("after").timeNanos()).isGreaterThanOrEqualTo(now);
  }

  private static void assertTimeMovesForward(ConsensusLab lab) {
    List<Long> times = lab.sink.batches().stream().map(FinalizedBatch::timeNanos).toList();
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void payloadsArriveUntouched() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    byte[] every = new byte[70_000];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    List<Bytes> offered = List.of(Bytes.wrap(every), Bytes.ofHex("00"), Bytes.ofUtf8("text"));
    offered.forEach(lab.payloads::offer);

    lab.awaitBatches(3);

    assertThat(lab.sink.batches())
        .extracting(FinalizedBatch::payload)
        .containsSubsequence(offered)
        .isSubsetOf(withEmpty(offered));
  }

  private static Set<Bytes> withEmpty(List<Bytes> payloads) {
    Set<Bytes> set = new HashSet<>(payloads);
    set.add(Bytes.EMPTY);
    return set;
  }

  @Test
  default void aPayloadIsBuiltForTheHeightAndTimeOfItsBatch() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("a");
    lab.order("b");

    for (FinalizedBatch batch : lab.sink.batches()) {
      assertThat(lab.payloads.builds())
          .anySatisfy(
              build -> {
                assertThat(build.height()).isEqualTo(batch.height());
                assertThat(build.timeNanos()).isEqualTo(batch.timeNanos());
                assertThat(build.payload()).isEqualTo(batch.payload());
              });
    }
    assertThat(lab.payloads.builds()).allSatisfy(b -> assertThat(b.maxSizeBytes()).isPositive());
  }

  @Test
  default void noTwoBatchesHaveTheSameRandomness() throws InterruptedException {
    ConsensusLab one = newLab();
    ConsensusLab two = newLab();
    one.start();
    two.start();

    Set<Bytes> seen = new HashSet<>();
    one.awaitBatches(20).forEach(batch -> seen.add(batch.randomness()));
    two.awaitBatches(20).forEach(batch -> seen.add(batch.randomness()));

    assertThat(seen).hasSizeGreaterThanOrEqualTo(40);
    assertThat(seen).hasSize(one.sink.batches().size() + two.sink.batches().size());
  }
}
