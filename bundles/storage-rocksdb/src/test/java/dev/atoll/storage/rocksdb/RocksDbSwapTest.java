package dev.atoll.storage.rocksdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.spi.tck.storage.StorageSwapContract;

final class RocksDbSwapTest extends StorageSwapContract {

  @Override
  protected SwappableStorages<?> newFactory() {
    return new RocksDbStorageFactory(
        new RocksDbConfig(new ByteSize(1 << 20), new ByteSize(1 << 20)));
  }
}
