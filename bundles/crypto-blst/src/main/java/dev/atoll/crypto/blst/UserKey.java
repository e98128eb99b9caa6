package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;

/// A public key that is parsed and known to be one of its scheme. Immutable, for use from any
/// thread.
sealed interface UserKey permits EcdsaKey, Ed25519Key, RsaKey, WebAuthnKey {

  int SIGNATURE_SIZE_BYTES = 64;

  SignatureVerdict verify(Bytes message, Bytes signature);
}
