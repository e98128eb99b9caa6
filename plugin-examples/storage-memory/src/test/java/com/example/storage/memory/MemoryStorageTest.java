package com.example.storage.memory;

import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageContract;

final class MemoryStorageTest extends StorageContract {

  @Override
  protected StorageFactory factory() {
    return new MemoryStorageFactory();
  }
}
