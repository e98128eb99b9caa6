package dev.atoll.storage.rocksdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageProcessContract;
import java.util.function.Supplier;

final class RocksDbProcessTest extends StorageProcessContract {

  @Override
  protected Class<? extends Supplier<? extends StorageFactory>> factories() {
    return Small.class;
  }

  /// Files of little size.
  public static final class Small implements Supplier<StorageFactory> {

    @Override
    public StorageFactory get() {
      return new RocksDbStorageFactory(
          new RocksDbConfig(new ByteSize(1 << 20), new ByteSize(1 << 20)));
    }
  }
}
