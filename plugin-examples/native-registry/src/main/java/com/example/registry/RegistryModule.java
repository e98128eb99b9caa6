package com.example.registry;

import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import java.util.Map;

/// Says what the bundle offers, and under which name an operator finds it.
@NodeBundle
@ProvidesService(NativeCanister.class)
public final class RegistryModule extends PluginModule {

  @Override
  protected void configure() {
    exports(
        NativeCanister.class, Registry.class, Map.of(NativeCanister.NAME_PROPERTY, Registry.NAME));
  }
}
