package dev.atoll.spi.tck.crypto;

import dev.atoll.spi.crypto.CryptoProvider;

/// The provider that the broken ones differ from keeps every rule.
final class PlainCryptoProviderTest extends CryptoProviderContract {

  @Override
  public CryptoProvider newProvider() {
    return new PlainCryptoProvider();
  }
}
