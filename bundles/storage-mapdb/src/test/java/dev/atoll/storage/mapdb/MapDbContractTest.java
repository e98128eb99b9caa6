package dev.atoll.storage.mapdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageContract;

final class MapDbContractTest extends StorageContract {

  @Override
  protected StorageFactory factory() {
    return new MapDbStorageFactory(
        new MapDbConfig(ByteSize.ofMebibytes(32), ByteSize.ofMebibytes(64)));
  }
}
