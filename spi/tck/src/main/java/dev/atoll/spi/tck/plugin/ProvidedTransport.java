package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.network.TransportFactory;
import dev.atoll.spi.tck.network.TransportContract;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedTransport extends TransportContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected TransportFactory factory() {
    return plugin.newService(TransportFactory.class);
  }
}
