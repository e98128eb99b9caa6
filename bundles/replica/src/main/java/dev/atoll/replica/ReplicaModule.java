package dev.atoll.replica;

import com.google.inject.Key;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import dev.atoll.replica.natives.NativeServices;
import dev.atoll.replica.natives.NativeServices.Service;
import dev.atoll.spi.canister.NativeCanister;
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
import dev.atoll.spi.kernel.ServiceExchange;
import dev.atoll.spi.kernel.UsesServices;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.types.Principal;
import java.util.TreeMap;

/// Wires the replica to the bundles it needs: one that serves, or one that replays.
@NodeBundle
@RequiresService(StorageFactory.class)
@RequiresService(CryptoProvider.class)
@RequiresService(WasmEngine.class)
@RequiresService(ConsensusEngineFactory.class)
@UsesServices(NativeCanister.class)
@ProvidesService({SubnetClient.class, HealthCheck.class, ServiceExchange.class})
public final class ReplicaModule extends PluginModule {

  @Override
  protected void configure() {
    ReplicaConfig config = config(ReplicaConfig.class);
    imports(StorageFactory.class);
    imports(CryptoProvider.class);
    imports(WasmEngine.class);
    imports(ConsensusEngineFactory.class);
    bind(NativeServices.class).toInstance(natives(config));
    bind(TimeSource.class).to(SystemTime.class).in(Singleton.class);
    if (config.replayInto().isPresent()) {
      starts(Replay.class);
    } else {
      exports(SubnetClient.class, Replica.class);
      exports(HealthCheck.class, ReplicaHealth.class);
      exports(ServiceExchange.class, EngineExchange.class);
      exports(ServiceExchange.class, ConsensusExchange.class);
    }
  }

  /// The replica waits for the canisters in Java that it is configured with, as for all imports.
  private NativeServices natives(ReplicaConfig config) {
    TreeMap<Principal, Service> services = new TreeMap<>();
    config
        .natives()
        .forEach(
            (id, canister) -> {
              Key<NativeCanister> key = Key.get(NativeCanister.class, Names.named(id.toString()));
              imports(
                  key,
                  NativeCanister.class,
                  "(%s=%s)".formatted(NativeCanister.NAME_PROPERTY, canister.name()));
              services.put(id, new Service(canister, getProvider(key)));
            });
    return new NativeServices(services);
  }
}
