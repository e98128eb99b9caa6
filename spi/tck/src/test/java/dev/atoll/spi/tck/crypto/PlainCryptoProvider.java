package dev.atoll.spi.tck.crypto;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.DerKeys;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A provider that keeps the contract as plainly as possible; the broken ones extend it.
///
/// Of web authentication it knows the vectors by heart.
class PlainCryptoProvider implements CryptoProvider {

  final PlainBls bls;

  PlainCryptoProvider() {
    this(new PlainBls());
  }

  PlainCryptoProvider(PlainBls bls) {
    this.bls = bls;
  }

  @Override
  public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
    for (EcdsaVector scheme : EcdsaRules.ECDSA_VECTORS) {
      if (derPublicKey.size() == scheme.key().size() && startsWith(derPublicKey, scheme)) {
        return verifyEcdsa(scheme, derPublicKey, message, signature);
      }
    }
    for (WebAuthnVector known : WebAuthnRules.WEB_AUTHN_VECTORS) {
      if (derPublicKey.equals(known.key())) {
        return verdict(
            message.equals(WebAuthnVector.MESSAGE) && signature.equals(known.signature()));
      }
    }
    try {
      return verifyEd25519(DerKeys.unwrapEd25519(derPublicKey), message, signature);
    } catch (IllegalArgumentException e) {
      return unsupported();
    }
  }

  SignatureVerdict verifyEd25519(Bytes key, Bytes message, Bytes signature) {
    if (PlainEdwards.decode(key).isEmpty()) {
      return unsupported();
    }
    return verdict(signature.size() == 64 && PlainEdwards.verify(key, message, signature));
  }

  SignatureVerdict verifyEcdsa(EcdsaVector scheme, Bytes der, Bytes message, Bytes signature) {
    PlainEcdsa ecdsa = scheme.equals(EcdsaVector.P256) ? PlainEcdsa.P256 : PlainEcdsa.SECP256K1;
    Bytes coordinates = Bytes.copyOf(der.unsafeArray(), scheme.derPrefix().size(), 64);
    Optional<PlainEcdsa.Point> key = ecdsa.decode(coordinates);
    if (key.isEmpty()) {
      return unsupported();
    }
    return verdict(signature.size() == 64 && ecdsa.verify(key.orElseThrow(), message, signature));
  }

  @Override
  public boolean verifyBls(Bytes publicKey, Bytes message, Bytes signature) {
    return bls.verify(publicKey, message, signature);
  }

  @Override
  public ThresholdKey dealThresholdKey(int nodes, int threshold, Bytes seed) {
    if (threshold < 1 || threshold > nodes || seed.size() != 32) {
      throw new IllegalArgumentException("no dealing");
    }
    List<BigInteger> polynomial = bls.polynomial(nodes, threshold, seed);
    List<Bytes> publicShares = new ArrayList<>();
    List<Bytes> secretShares = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      BigInteger secret = bls.evaluate(polynomial, node);
      publicShares.add(bls.publicKey(secret));
      secretShares.add(EcdsaVector.scalar(secret));
    }
    return new ThresholdKey(bls.publicKey(polynomial.getFirst()), publicShares, secretShares);
  }

  @Override
  public Bytes signShare(Bytes secretShare, Bytes message) {
    BigInteger secret = new BigInteger(1, secretShare.unsafeArray());
    if (secretShare.size() != 32 || secret.signum() == 0 || secret.compareTo(PlainBls.ORDER) >= 0) {
      throw new IllegalArgumentException("no secret");
    }
    return bls.sign(secret, message);
  }

  @Override
  public boolean verifyShare(Bytes publicShare, Bytes message, Bytes share) {
    return bls.verify(publicShare, message, share);
  }

  @Override
  public Bytes combine(int threshold, SortedMap<Integer, Bytes> shares) {
    if (shares.size() < threshold) {
      throw new IllegalArgumentException("too few shares");
    }
    return bls.combine(shares.keySet().stream().limit(threshold).toList(), shares);
  }

  @Override
  public NodeKey nodeKey(Bytes seed) {
    if (seed.size() != 32) {
      throw new IllegalArgumentException("no seed");
    }
    return new PlainNodeKey(seed);
  }

  static SignatureVerdict verdict(boolean valid) {
    return valid ? new SignatureVerdict.Valid() : new SignatureVerdict.Invalid("mismatch");
  }

  static SignatureVerdict unsupported() {
    return new SignatureVerdict.UnsupportedKey("no canonical key of a known scheme");
  }

  private static boolean startsWith(Bytes der, EcdsaVector scheme) {
    return Bytes.copyOf(der.unsafeArray(), 0, scheme.derPrefix().size()).equals(scheme.derPrefix());
  }

  private record PlainNodeKey(Bytes seed) implements NodeKey {

    @Override
    public Bytes derPublicKey() {
      return DerKeys.wrapEd25519(PlainEdwards.publicKey(seed));
    }

    @Override
    public Bytes sign(Bytes message) {
      return PlainEdwards.sign(seed, message);
    }
  }
}
