package dev.atoll.spi.tck.consensus;

import dev.atoll.spi.consensus.ConsensusEngineFactory;

final class ReferenceEngineTest extends ConsensusEngineContract {

  @Override
  protected ConsensusEngineFactory factory() {
    return ReferenceEngine.factory(ReferenceEngine::new);
  }
}
