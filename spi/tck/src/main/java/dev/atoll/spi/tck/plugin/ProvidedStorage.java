package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.tck.storage.StorageContract;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedStorage extends StorageContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected StorageFactory factory() {
    return plugin.newService(StorageFactory.class);
  }
}
