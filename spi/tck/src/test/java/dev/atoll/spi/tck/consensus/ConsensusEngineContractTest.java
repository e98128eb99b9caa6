package dev.atoll.spi.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class ConsensusEngineContractTest {

  abstract static class Broken extends ConsensusEngineContract {

    private final Function<ConsensusContext, ConsensusEngine> engines;

    Broken(Function<ConsensusContext, ConsensusEngine> engines) {
      this.engines = engines;
    }

    @Override
    protected ConsensusEngineFactory factory() {
      return ReferenceEngine.factory(engines);
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }
  }

  @Test
  void aHoleIsCaught() {
    assertCaught(SkipsHeights.class, "batchesComeInOrderWithoutHoles");
  }

  static final class SkipsHeights extends Broken {
    SkipsHeights() {
      super(BrokenEngines.SkipsHeights::new);
    }
  }

  @Test
  void timeThatStandsIsCaught() {
    assertCaught(LetsTimeStand.class, "timeMovesForwardWhileTheClockStands");
    assertCaught(LetsTimeStand.class, "timeIsLaterThanThatOfTheBatchBeforeTheStart");
  }

  static final class LetsTimeStand extends Broken {
    LetsTimeStand() {
      super(BrokenEngines.LetsTimeStand::new);
    }
  }

  @Test
  void timeThatStepsBackIsCaught() {
    assertCaught(FollowsTheClockBack.class, "timeMovesForwardWhenTheClockStepsBack");
  }

  static final class FollowsTheClockBack extends Broken {
    FollowsTheClockBack() {
      super(BrokenEngines.FollowsTheClockBack::new);
    }
  }

  @Test
  void anAlteredPayloadIsCaught() {
    assertCaught(PadsPayloads.class, "payloadsArriveUntouched");
  }

  static final class PadsPayloads extends Broken {
    PadsPayloads() {
      super(BrokenEngines.PadsPayloads::new);
    }
  }

  @Test
  void aBatchAboveTheLastHeightIsCaught() {
    assertCaught(StopsTooLate.class, "noBatchComesAboveTheLastHeight");
    assertCaught(StopsTooLate.class, "aRunningEngineComesToRest");
  }

  static final class StopsTooLate extends Broken {
    StopsTooLate() {
      super(BrokenEngines.StopsTooLate::new);
    }
  }

  @Test
  void aWrongStartIsCaught() {
    assertCaught(BeginsAtOne.class, "anEngineStartsWhereItIsTold");
  }

  static final class BeginsAtOne extends Broken {
    BeginsAtOne() {
      super(BrokenEngines.BeginsAtOne::new);
    }
  }

  @Test
  void anEngineThatOutlivesItsEndIsCaught() {
    assertCaught(OutlivesItsEnd.class, "aClosedEngineIsSilent");
    assertCaught(OutlivesItsEnd.class, "closingInterruptsADeliveryThatWaits");
  }

  static final class OutlivesItsEnd extends Broken {
    OutlivesItsEnd() {
      super(BrokenEngines.OutlivesItsEnd::new);
    }
  }

  @Test
  void anEngineThatNeedsWorkIsCaught() {
    assertCaught(WaitsForWork.class, "batchesComeEvenWhenThereIsNothingToOrder");
  }

  static final class WaitsForWork extends Broken {
    WaitsForWork() {
      super(BrokenEngines.WaitsForWork::new);
    }
  }

  @Test
  void foreseeableRandomnessIsCaught() {
    assertCaught(Foreseeable.class, "noTwoBatchesHaveTheSameRandomness");
  }

  static final class Foreseeable extends Broken {
    Foreseeable() {
      super(BrokenEngines.Foreseeable::new);
    }
  }

  @Test
  void anEngineThatTriesAgainIsCaught() {
    assertCaught(TriesAgain.class, "aSinkThatThrowsFailsTheEngine");
  }

  static final class TriesAgain extends Broken {
    TriesAgain() {
      super(BrokenEngines.TriesAgain::new);
    }
  }

  private static void assertCaught(Class<? extends Broken> broken, String test) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, test))
            .execute()
            .testEvents();

    assertThat(events.started().count()).as(test).isEqualTo(1);
    assertThat(events.failed().count()).as(test).isEqualTo(1);
  }
}
