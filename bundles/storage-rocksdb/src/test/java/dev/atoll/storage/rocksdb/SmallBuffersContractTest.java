package dev.atoll.storage.rocksdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageContract;

/// Writes files and compacts them all the time.
final class SmallBuffersContractTest extends StorageContract {

  @Override
  protected StorageFactory factory() {
    return new RocksDbStorageFactory(
        new RocksDbConfig(new ByteSize(64 << 10), new ByteSize(64 << 10)));
  }
}
