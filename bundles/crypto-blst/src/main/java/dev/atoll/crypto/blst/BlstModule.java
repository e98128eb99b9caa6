package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// Wires the bundle: it needs nothing, is configured by nothing and exports the provider.
@NodeBundle
@ProvidesService(CryptoProvider.class)
public final class BlstModule extends PluginModule {

  @Override
  protected void configure() {
    exports(CryptoProvider.class, BlstCryptoProvider.class);
  }
}
