package dev.atoll.storage.rocksdb;

import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.storage.StorageFactory;
import java.util.Map;

/// Wires the bundle.
@NodeBundle
@ProvidesService(StorageFactory.class)
public final class RocksDbModule extends PluginModule {

  @Override
  protected void configure() {
    config(RocksDbConfig.class);
    exports(StorageFactory.class, RocksDbStorageFactory.class, Map.of("storage", "rocksdb"));
  }
}
