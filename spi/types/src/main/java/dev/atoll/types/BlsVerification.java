package dev.atoll.types;

/// Verifies BLS signatures of subnets; whoever has the curve at hand provides it.
///
/// Called from any thread.
///
/// Source: Internet Computer interface specification, "Certificate", ciphersuite
/// `BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_`.
@FunctionalInterface
public interface BlsVerification {

  /// Whether `signature` is the one of `publicKey` on `message`.
  ///
  /// Bytes that are not points of their groups are a wrong signature, not an error.
  ///
  /// @param publicKey 96 bytes, without DER
  /// @param message with its domain separator
  /// @param signature 48 bytes
  boolean verify(Bytes publicKey, Bytes message, Bytes signature);
}
