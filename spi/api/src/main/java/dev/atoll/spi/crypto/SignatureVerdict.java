package dev.atoll.spi.crypto;

/// The judgement of [CryptoProvider#verify].
///
/// Providers agree on the case and on nothing else: a reason is for people, and never part of what
/// replicas compute.
public sealed interface SignatureVerdict {

  record Valid() implements SignatureVerdict {}

  /// The key is understood, the signature is not one of it.
  ///
  /// @param reason lower case, without full stop, for the user
  record Invalid(String reason) implements SignatureVerdict {}

  /// The key is malformed or of a scheme that the provider does not know.
  ///
  /// @param reason lower case, without full stop, for the user
  record UnsupportedKey(String reason) implements SignatureVerdict {}
}
