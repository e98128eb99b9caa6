package com.example.storage.memory;

import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.storage.StorageFactory;

/// Says what the bundle offers.
@NodeBundle
@ProvidesService(StorageFactory.class)
public final class MemoryStorageModule extends PluginModule {

  @Override
  protected void configure() {
    exports(StorageFactory.class, MemoryStorageFactory.class);
  }
}
