package dev.atoll.consensus.solo;

import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.tck.consensus.ConsensusEngineContract;
import java.security.SecureRandom;
import java.time.Duration;

final class SoloContractTest extends ConsensusEngineContract {

  @Override
  protected ConsensusEngineFactory factory() {
    SoloConfig config = new SoloConfig(Duration.ofSeconds(1), ByteSize.ofMebibytes(4));
    return new SoloEngineFactory(config, new SecureRandom());
  }
}
