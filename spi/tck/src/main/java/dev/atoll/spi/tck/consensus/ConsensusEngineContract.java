package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.ConsensusEngineFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/// What every consensus engine keeps on a node of its own. Extend it, hand over the factory, run
/// it.
///
/// The clock of the engine is a [SimulatedTime] that moves only when a test says so; an engine that
/// measures with another clock passes too, only slower.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ConsensusEngineContract implements OrderRules, PhaseRules, TroubleRules {

  private final List<ConsensusLab> labs = new ArrayList<>();

  /// The factory under test; its engines have no other node to talk to.
  protected abstract ConsensusEngineFactory factory();

  /// How long a sound engine may take for a step, in real time and on a busy machine.
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  @AfterEach
  void closeLabs() {
    labs.forEach(ConsensusLab::close);
  }

  @Override
  public final ConsensusLab newLab() {
    ConsensusLab lab = new ConsensusLab(factory(), patience());
    labs.add(lab);
    return lab;
  }
}
