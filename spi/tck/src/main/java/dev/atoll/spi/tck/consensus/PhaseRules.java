package dev.atoll.spi.tck.consensus;

import static dev.atoll.spi.tck.consensus.ConsensusLab.h;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.ConsensusEngine.State;
import dev.atoll.spi.consensus.ConsensusEngine.Status;
import dev.atoll.types.Height;
import org.junit.jupiter.api.Test;

/// Created, running, resting, closed.
interface PhaseRules {

  ConsensusLab newLab();

  @Test
  default void anEngineIsSilentBeforeItsStart() throws InterruptedException {
    ConsensusLab lab = newLab();

    lab.assertSilent();

    assertThat(lab.engine.status()).isEqualTo(new Status(State.CREATED, Height.GENESIS, ""));
  }

  @Test
  default void theStatusTellsWhatWasDelivered() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("a");
    lab.order("b");

    Status status = lab.engine.status();

    assertThat(status.state()).isEqualTo(State.RUNNING);
    assertThat(status.detail()).isEmpty();
    assertThat(status.delivered())
        .isBetween(h(lab.sink.batches().size() - 1), h(lab.sink.batches().size()));
  }

  @Test
  default void anEngineStartsOnce() {
    ConsensusLab lab = newLab();
    lab.start();

    assertThatThrownBy(lab::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void noBatchComesAboveTheLastHeight() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.engine.stopAfter(h(5));
    lab.start();

    lab.awaitBatches(5);
    lab.awaitState(State.RESTING);
    lab.assertSilent();

    assertThat(lab.sink.heights()).containsExactly(h(1), h(2), h(3), h(4), h(5));
    assertThat(lab.engine.status().delivered()).isEqualTo(h(5));
  }

  @Test
  default void aRunningEngineComesToRest() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("a");

    Height last = h(lab.sink.batches().size() + 3);
    lab.engine.stopAfter(last);
    lab.awaitBatches((int) last.value());
    lab.awaitState(State.RESTING);
    lab.assertSilent();

    assertThat(lab.sink.heights().getLast()).isEqualTo(last);
  }

  @Test
  default void anEngineThatIsFurtherRestsAtOnce() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    for (int i = 0; i < 5; i++) {
      lab.order("payload " + i);
    }

    lab.engine.stopAfter(h(2));
    lab.engine.stopAfter(h(100));
    lab.awaitState(State.RESTING);

    lab.assertSilent();
    assertThat(lab.engine.status().delivered()).isEqualTo(lab.sink.heights().getLast());
  }

  @Test
  default void aStartAboveTheLastHeightDeliversNothing() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.engine.stopAfter(h(5));
    lab.engine.start(new StartPoint(h(6), 0));

    lab.awaitState(State.RESTING);
    lab.assertSilent();

    assertThat(lab.sink.calls()).isZero();
  }

  @Test
  default void aClosedEngineIsSilent() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.start();
    lab.order("a");

    lab.engine.close();
    lab.assertSilent();
    lab.engine.close();

    assertThat(lab.engine.status().state()).isEqualTo(State.CLOSED);
    assertThat(lab.engine.status().delivered()).isEqualTo(lab.sink.heights().getLast());
  }

  @Test
  default void aClosedEngineDoesNotStart() throws InterruptedException {
    ConsensusLab lab = newLab();
    lab.engine.close();

    assertThatThrownBy(lab::start).isInstanceOf(IllegalStateException.class);
    lab.assertSilent();
  }

  @Test
  default void enginesAreApart() throws InterruptedException {
    ConsensusLab one = newLab();
    ConsensusLab two = newLab();
    one.start();
    two.start();
    one.order("a");

    one.engine.close();
    two.order("b");

    assertThat(two.engine.status().state()).isEqualTo(State.RUNNING);
    assertThat(two.sink.heights().getFirst()).isEqualTo(h(1));
  }
}
