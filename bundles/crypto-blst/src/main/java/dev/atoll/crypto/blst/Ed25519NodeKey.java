package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.types.Bytes;
import dev.atoll.types.DerKeys;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signs by RFC 8032, which needs no randomness. Immutable, for use from any thread.
final class Ed25519NodeKey implements NodeKey {

  static final int SEED_SIZE_BYTES = Ed25519PrivateKeyParameters.KEY_SIZE;

  private final Ed25519PrivateKeyParameters privateKey;

  private final Bytes derPublicKey;

  Ed25519NodeKey(Bytes seed) {
    this.privateKey = new Ed25519PrivateKeyParameters(seed.unsafeArray(), 0);
    this.derPublicKey =
        DerKeys.wrapEd25519(Bytes.wrap(privateKey.generatePublicKey().getEncoded()));
  }

  @Override
  public Bytes derPublicKey() {
    return derPublicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message.unsafeArray(), 0, message.size());
    return Bytes.wrap(signer.generateSignature());
  }
}
