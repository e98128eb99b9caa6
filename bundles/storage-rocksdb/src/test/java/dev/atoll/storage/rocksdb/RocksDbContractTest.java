package dev.atoll.storage.rocksdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageContract;

final class RocksDbContractTest extends StorageContract {

  @Override
  protected StorageFactory factory() {
    return new RocksDbStorageFactory(
        new RocksDbConfig(ByteSize.ofMebibytes(32), ByteSize.ofMebibytes(32)));
  }
}
