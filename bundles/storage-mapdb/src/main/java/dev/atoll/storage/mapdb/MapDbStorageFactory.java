package dev.atoll.storage.mapdb;

import com.google.inject.Inject;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.types.Bytes;
import java.nio.file.Path;
import java.util.Collection;

/// Opens storages in directories of the local file system.
final class MapDbStorageFactory extends SwappableStorages<MapDbStorage> {

  /// The version of the files.
  private static final int LAYOUT = 1;

  private final MapDbConfig config;

  @Inject
  MapDbStorageFactory(MapDbConfig config) {
    super("mapdb", LAYOUT);
    this.config = config;
  }

  @Override
  protected MapDbStorage openIn(Path directory) {
    return new MapDbStorage(directory, config);
  }

  @Override
  protected Collection<String> tables(MapDbStorage storage) {
    return storage.tableNames().stream().map(Bytes::toUtf8).toList();
  }
}
