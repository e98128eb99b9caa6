package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.tck.crypto.CryptoProviderContract;

final class BlstCryptoProviderTest extends CryptoProviderContract {

  private final CryptoProvider provider = new BlstCryptoProvider();

  @Override
  public CryptoProvider newProvider() {
    return provider;
  }
}
