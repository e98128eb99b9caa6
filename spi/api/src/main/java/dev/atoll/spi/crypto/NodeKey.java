package dev.atoll.spi.crypto;

import dev.atoll.types.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/// The Ed25519 key of a node, which signs its query replies. Callable from any thread.
@ConsumerType
public interface NodeKey {

  /// The public key as DER SubjectPublicKeyInfo (RFC 8410, 44 bytes).
  Bytes derPublicKey();

  /// Signs `message`; 64 bytes.
  Bytes sign(Bytes message);
}
