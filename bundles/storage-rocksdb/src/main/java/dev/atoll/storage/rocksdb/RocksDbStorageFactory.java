package dev.atoll.storage.rocksdb;

import com.google.inject.Inject;
import dev.atoll.spi.storage.swap.SwappableStorages;
import java.nio.file.Path;
import java.util.Collection;

/// Opens storages in directories of the local file system.
final class RocksDbStorageFactory extends SwappableStorages<RocksDbStorage> {

  /// The version of what keys and column families mean.
  private static final int LAYOUT = 1;

  private final RocksDbConfig config;

  @Inject
  RocksDbStorageFactory(RocksDbConfig config) {
    super("rocksdb", LAYOUT);
    this.config = config;
    NativeLibrary.load();
  }

  @Override
  protected RocksDbStorage openIn(Path directory) {
    return RocksDbStorage.open(directory, config);
  }

  @Override
  protected Collection<String> tables(RocksDbStorage storage) {
    return storage.tableNames();
  }
}
