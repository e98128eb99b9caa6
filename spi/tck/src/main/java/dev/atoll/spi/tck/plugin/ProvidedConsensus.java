package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.tck.consensus.ConsensusEngineContract;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedConsensus extends ConsensusEngineContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected ConsensusEngineFactory factory() {
    return plugin.newService(ConsensusEngineFactory.class);
  }
}
