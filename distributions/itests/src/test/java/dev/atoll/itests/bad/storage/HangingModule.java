package dev.atoll.itests.bad.storage;

import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.storage.StorageFactory;

/// A storage that takes a state over and never comes to an end.
@NodeBundle
@ProvidesService(StorageFactory.class)
public final class HangingModule extends PluginModule {

  @Override
  protected void configure() {
    exports(StorageFactory.class, HangingStorages.class);
  }
}
