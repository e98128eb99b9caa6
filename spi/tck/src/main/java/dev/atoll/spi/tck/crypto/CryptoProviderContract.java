package dev.atoll.spi.tck.crypto;

import dev.atoll.spi.crypto.CryptoProvider;

/// What every [CryptoProvider] keeps. Extend it, hand over a provider, and run it.
///
/// The rules are grouped by what they are about; this class only gathers them. The known signatures
/// in them pin the formats and the domains, so that a provider agrees with the Internet Computer
/// and not only with itself.
public abstract class CryptoProviderContract
    implements Ed25519Rules, EcdsaRules, WebAuthnRules, BlsRules, ThresholdKeyRules, NodeKeyRules {

  /// A provider; called at least once per test.
  @Override
  public abstract CryptoProvider newProvider();
}
