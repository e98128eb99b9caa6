package dev.atoll.spi.tck.consensus;

import static dev.atoll.spi.tck.consensus.ConsensusLab.h;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.consensus.ConsensusEngine.State;
import dev.atoll.types.Height;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A sink that blocks or throws, a source that throws.
interface TroubleRules {

  ConsensusLab newLab();

  @Test
  default void anEngineWaitsForItsSink() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.sink.block();
    lab.start();
    lab.offer("a");
    lab.awaitCalls(1);

    lab.assertSilent();
    assertThat(lab.engine.status().delivered()).isEqualTo(Height.GENESIS);

    lab.sink.unblock();
    lab.awaitBatches(3);
    assertThat(lab.sink.heights()).startsWith(h(1), h(2), h(3));
    assertThat(lab.sink.overlapped()).isFalse();
  }

  @Test
  default void closingInterruptsADeliveryThatWaits() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.sink.block();
    lab.start();
    lab.offer("a");
    lab.awaitCalls(1);

    lab.engine.close();
    lab.sink.unblock();
    lab.assertSilent();

    assertThat(lab.sink.batches()).isEmpty();
    assertThat(lab.engine.status().delivered()).isEqualTo(Height.GENESIS);
  }

  @Test
  default void restingComesAfterTheLastDelivery() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.engine.stopAfter(h(1));
    lab.sink.block();
    lab.start();
    lab.offer("a");
    lab.awaitCalls(1);

    assertThat(lab.engine.status().state()).isEqualTo(State.RUNNING);

    lab.sink.unblock();
    lab.awaitState(State.RESTING);
    assertThat(lab.sink.heights()).containsExactly(h(1));
  }

  @Test
  default void aSinkThatThrowsFailsTheEngine() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("a");
    Height last = lab.sink.heights().getLast();

    lab.sink.failWith(new IllegalStateException("the disk is full"));
    lab.offer("b");
    lab.awaitState(State.FAILED);
    lab.assertSilent();

    assertThat(lab.engine.status().detail()).contains("the disk is full");
    assertThat(lab.engine.status().delivered()).isGreaterThanOrEqualTo(last);
    assertThat(lab.sink.calls()).isEqualTo(lab.sink.batches().size() + 1);
  }

  @Test
  default void aSourceThatThrowsFailsTheEngine() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("a");

    lab.payloads.failWith(new IllegalStateException("the pool is gone"));
    lab.offer("b");
    lab.awaitState(State.FAILED);
    int builds = lab.payloads.builds().size();
    lab.assertSilent();

    assertThat(lab.engine.status().detail()).contains("the pool is gone");
    assertThat(lab.payloads.builds()).hasSize(builds);
  }

  @Test
  default void aFailedEngineCloses() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.sink.failWith(new IllegalStateException("broken"));
    lab.start();
    lab.offer("a");
    lab.awaitState(State.FAILED);

    lab.engine.close();

    lab.time.advance(Duration.ofMinutes(1));
    lab.assertSilent();
  }
}
