package dev.atoll.spi.tck.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atoll.types.Bytes;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class SwappableContractTest {

  abstract static class Counting extends SwappableContract<Bytes, Tallies> {

    @Override
    protected void work(Tallies service, int seed) {
      service.count("name" + seed % 7, seed + 1L);
    }

    @Override
    protected Object observe(Tallies service) {
      return new TreeMap<>(service.counts);
    }
  }

  static final class Sound extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies();
    }
  }

  @Test
  void aSoundServicePasses() {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Sound.class))
            .execute()
            .testEvents();

    assertThat(events.succeeded().count()).isEqualTo(11);
    assertThat(events.failed().count()).isZero();
  }

  @Test
  void changesThatAreForgottenAreCaught() {
    assertCaught(ForgetsChanges.class, "whatChangesAfterItWasMovedAheadArrivesToo");
  }

  static final class ForgetsChanges extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        private boolean moved;

        @Override
        public Optional<Bytes> exportAhead() {
          Optional<Bytes> part = moved ? Optional.empty() : super.exportAhead();
          moved = moved || part.isPresent();
          return part;
        }

        @Override
        public Bytes exportState() {
          Bytes rest = super.exportState();
          return moved ? Bytes.EMPTY : rest;
        }

        @Override
        public Optional<Bytes> digest() {
          return Optional.empty();
        }
      };
    }
  }

  @Test
  void aDigestSeesWhatIsForgotten() {
    assertCaught(ForgetsOneName.class, "theSuccessorGoesOnWithTheState");
  }

  static final class ForgetsOneName extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        @Override
        public void importState(Bytes part, boolean first) {
          super.importState(part, first);
          counts.remove("name3");
        }
      };
    }
  }

  @Test
  void anExportThatTakesAwayIsCaught() {
    assertCaught(GivesAway.class, "aSwapThatIsGivenUpLeavesNoTrace");
    assertCaught(GivesAway.class, "aFencedStateStands");
  }

  static final class GivesAway extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        @Override
        public Bytes exportState() {
          Bytes all = super.exportState();
          counts.clear();
          return all;
        }

        @Override
        public Optional<Bytes> digest() {
          return Optional.empty();
        }
      };
    }
  }

  @Test
  void aSecondSwapOfAPartIsCaught() {
    assertCaught(RemembersTheFirst.class, "aSecondAttemptMovesTheWholeState");
  }

  static final class RemembersTheFirst extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        @Override
        public void resume() {
          works = true;
        }
      };
    }
  }

  @Test
  void aStateThatDoesNotGoBackIsCaught() {
    assertCaught(KeepsItsOwn.class, "theStateGoesBackWhenTheSuccessorFails");
  }

  static final class KeepsItsOwn extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        private boolean worked;

        @Override
        public void resume() {
          worked = true;
          super.resume();
        }

        @Override
        public void importState(Bytes part, boolean first) {
          if (!worked) {
            super.importState(part, first);
          }
        }
      };
    }
  }

  @Test
  void aStateThatGoesOnBehindTheFenceIsCaught() {
    assertCaught(GoesOn.class, "aFencedStateStands");
  }

  static final class GoesOn extends Counting {
    @Override
    protected Tallies newService() {
      AtomicLong time = new AtomicLong();
      return new Tallies() {
        @Override
        public Optional<Bytes> digest() {
          counts.put("ticks", time.incrementAndGet());
          return super.digest();
        }
      };
    }
  }

  @Test
  void aDigestOfNothingIsCaught() {
    assertCaught(DigestsNothing.class, "aDigestTellsOneStateFromAnother");
  }

  static final class DigestsNothing extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        @Override
        public Optional<Bytes> digest() {
          return Optional.of(Bytes.EMPTY);
        }
      };
    }
  }

  @Test
  void anExportWithoutAFenceIsCaught() {
    assertCaught(ExportsAtAnyTime.class, "whoWorksDoesNotExportAll");
  }

  static final class ExportsAtAnyTime extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        @Override
        public Bytes exportState() {
          works = false;
          return super.exportState();
        }
      };
    }
  }

  @Test
  void whoAcceptsEverythingIsCaught() {
    assertCaught(AcceptsEverything.class, "itTakesItsOwnStateAndNoOther");
  }

  static final class AcceptsEverything extends Counting {
    @Override
    protected Tallies newService() {
      return new Tallies() {
        @Override
        public boolean accepts(String stateFormat) {
          return true;
        }
      };
    }
  }

  private static void assertCaught(Class<? extends Counting> broken, String test) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, test))
            .execute()
            .testEvents();

    assertThat(events.started().count()).as(test).isEqualTo(1);
    assertThat(events.failed().count()).as(test).isEqualTo(1);
  }
}
