package dev.atoll.storage.mapdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageContract;

/// Checkpoints all the time, and a segment for every few blocks.
final class SmallFilesContractTest extends StorageContract {

  @Override
  protected StorageFactory factory() {
    return new MapDbStorageFactory(new MapDbConfig(new ByteSize(16_384), new ByteSize(4_096)));
  }
}
