package dev.atoll.storage.mapdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageProcessContract;
import java.util.function.Supplier;

final class MapDbProcessTest extends StorageProcessContract {

  @Override
  protected Class<? extends Supplier<? extends StorageFactory>> factories() {
    return Small.class;
  }

  /// Files of little size.
  public static final class Small implements Supplier<StorageFactory> {

    @Override
    public StorageFactory get() {
      return new MapDbStorageFactory(new MapDbConfig(new ByteSize(1 << 20), new ByteSize(1 << 16)));
    }
  }
}
