package dev.atoll.storage.mapdb;

import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.storage.StorageFactory;
import java.util.Map;

/// Wires the bundle.
@NodeBundle
@ProvidesService(StorageFactory.class)
public final class MapDbModule extends PluginModule {

  @Override
  protected void configure() {
    config(MapDbConfig.class);
    exports(StorageFactory.class, MapDbStorageFactory.class, Map.of("storage", "mapdb"));
  }
}
