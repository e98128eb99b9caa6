package dev.atoll.consensus.solo;

import com.google.inject.Provides;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import java.security.SecureRandom;

/// Wires the bundle.
@NodeBundle
@ProvidesService(ConsensusEngineFactory.class)
public final class SoloModule extends PluginModule {

  @Override
  protected void configure() {
    config(SoloConfig.class);
    exports(ConsensusEngineFactory.class, SoloEngineFactory.class);
  }

  @Provides
  SecureRandom secureRandom() {
    return new SecureRandom();
  }
}
