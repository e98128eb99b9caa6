package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.tck.gateway.HttpMountContract;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedMount extends HttpMountContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected HttpMount newMount() {
    return plugin.newService(HttpMount.class);
  }
}
