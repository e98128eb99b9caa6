package dev.atoll.itests.bad.storage;

import dev.atoll.spi.kernel.Swappable;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.swap.StoragePart;
import dev.atoll.spi.storage.swap.SwappableStorages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

final class HangingStorages implements StorageFactory, Swappable<StoragePart> {

  @Override
  public String name() {
    return "hanging";
  }

  @Override
  public Storage open(Path directory) {
    throw new UnsupportedOperationException("it is never opened");
  }

  @Override
  public Class<StoragePart> stateType() {
    return StoragePart.class;
  }

  @Override
  public String stateFormat() {
    return SwappableStorages.STATE_FORMAT;
  }

  @Override
  public boolean accepts(String stateFormat) {
    return true;
  }

  /// The first part is moved ahead, or is the only one.
  @Override
  public void importState(StoragePart part, boolean first) {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // whoever interrupts it
      }
    }
  }

  @Override
  public boolean fence(Duration limit) {
    return true;
  }

  @Override
  public void resume() {}

  @Override
  public StoragePart exportState() {
    throw new IllegalStateException("there is none");
  }
}
