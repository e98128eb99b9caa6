package dev.atoll.replica;

import com.google.inject.Singleton;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.TimeSource;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;
import dev.atoll.spi.storage.StorageFactory;

/// Wires the replica to the bundles it needs: one that serves, or one that replays.
@NodeBundle
@RequiresService(StorageFactory.class)
@RequiresService(CryptoProvider.class)
@RequiresService(WasmEngine.class)
@RequiresService(ConsensusEngineFactory.class)
@ProvidesService({SubnetClient.class, HealthCheck.class})
public final class ReplicaModule extends PluginModule {

  @Override
  protected void configure() {
    ReplicaConfig config = config(ReplicaConfig.class);
    imports(StorageFactory.class);
    imports(CryptoProvider.class);
    imports(WasmEngine.class);
    imports(ConsensusEngineFactory.class);
    bind(TimeSource.class).to(SystemTime.class).in(Singleton.class);
    if (config.replayInto().isPresent()) {
      starts(Replay.class);
    } else {
      exports(SubnetClient.class, Replica.class);
      exports(HealthCheck.class, ReplicaHealth.class);
    }
  }
}
