package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.tck.crypto.CryptoProviderContract;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedCrypto extends CryptoProviderContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  public CryptoProvider newProvider() {
    return plugin.newService(CryptoProvider.class);
  }
}
