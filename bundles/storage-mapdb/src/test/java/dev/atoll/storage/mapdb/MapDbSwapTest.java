package dev.atoll.storage.mapdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.spi.tck.storage.StorageSwapContract;

final class MapDbSwapTest extends StorageSwapContract {

  @Override
  protected SwappableStorages<?> newFactory() {
    return new MapDbStorageFactory(new MapDbConfig(new ByteSize(1 << 20), new ByteSize(1 << 16)));
  }
}
