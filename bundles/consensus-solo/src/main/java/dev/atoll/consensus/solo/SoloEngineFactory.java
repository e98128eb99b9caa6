package dev.atoll.consensus.solo;

import com.google.inject.Inject;
import dev.atoll.spi.consensus.ConsensusContext;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import java.security.SecureRandom;

/// Makes engines that share their configuration and the source of their seeds.
final class SoloEngineFactory implements ConsensusEngineFactory {

  private final SoloConfig config;

  private final SecureRandom seeds;

  @Inject
  SoloEngineFactory(SoloConfig config, SecureRandom seeds) {
    this.config = config;
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "solo";
  }

  @Override
  public ConsensusEngine create(ConsensusContext context) {
    return new SoloEngine(context, config, RandomTape.seededBy(seeds));
  }
}
