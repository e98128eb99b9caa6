package dev.atoll.itests;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.spi.tck.storage.StorageSwapContract;
import dev.atoll.storage.mapdb.MapDbConfig;
import dev.atoll.storage.mapdb.MapDbModule;
import dev.atoll.storage.rocksdb.RocksDbConfig;
import dev.atoll.storage.rocksdb.RocksDbModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/// The storage bundles take each other's place, in both directions, with writes going on.
final class StorageSwapIT {

  private static final ByteSize SMALL = new ByteSize(1 << 20);

  private static SwappableStorages<?> mapDb() {
    return storages(new MapDbModule(), new MapDbConfig(SMALL, SMALL));
  }

  private static SwappableStorages<?> rocksDb() {
    return storages(new RocksDbModule(), new RocksDbConfig(SMALL, SMALL));
  }

  private static SwappableStorages<?> storages(PluginModule module, Record config) {
    return (SwappableStorages<?>)
        RealBundle.service(
            module,
            StorageFactory.class,
            new RealBundle.Surroundings(new NoNode(), config, List.of()));
  }

  @Nested
  final class FromMapDbToRocksDb extends StorageSwapContract {

    @Override
    protected SwappableStorages<?> newFactory() {
      return mapDb();
    }

    @Override
    protected SwappableStorages<?> newSuccessor() {
      return rocksDb();
    }
  }

  @Nested
  final class FromRocksDbToMapDb extends StorageSwapContract {

    @Override
    protected SwappableStorages<?> newFactory() {
      return rocksDb();
    }

    @Override
    protected SwappableStorages<?> newSuccessor() {
      return mapDb();
    }
  }

  /// Storages ask nothing of their node.
  private record NoNode() implements NodeContext {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public String version() {
      return "0";
    }

    @Override
    public Path stateDirectory() {
      throw new UnsupportedOperationException("there is no node");
    }

    @Override
    public KeyStore keys() {
      return new NoKeys();
    }
  }

  private static final class NoKeys implements KeyStore {

    @Override
    public Optional<byte[]> load(String name) {
      return Optional.empty();
    }

    @Override
    public void store(String name, byte[] secret) {
      throw new UnsupportedOperationException("there is no node");
    }
  }
}
