package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The JDK as second opinion: on honest keys, ZIP 215 and the JDK agree.
final class Ed25519PropertyTest {

  private final CryptoProvider crypto = new BlstCryptoProvider();

  @Property(tries = 30)
  void weSignAsTheJdkDoesAndEachAcceptsIt(@ForAll long seed, @ForAll byte[] message)
      throws GeneralSecurityException {
    byte[] secret = secret(seed);
    NodeKey key = crypto.nodeKey(Bytes.copyOf(secret));

    Bytes signature = key.sign(Bytes.copyOf(message));

    assertThat(signature.unsafeArray()).isEqualTo(signByJdk(secret, message));
    assertThat(verifyByJdk(key.derPublicKey(), message, signature)).isTrue();
    assertThat(crypto.verify(key.derPublicKey(), Bytes.copyOf(message), signature))
        .isEqualTo(new SignatureVerdict.Valid());
  }

  @Property(tries = 60)
  void aBitTurnedAnywhereIsInvalidForBoth(@ForAll long seed, @ForAll int bit)
      throws GeneralSecurityException {
    byte[] message = secret(seed + 1);
    NodeKey key = crypto.nodeKey(Bytes.copyOf(secret(seed)));
    byte[] turned = key.sign(Bytes.copyOf(message)).toByteArray();
    int index = Math.floorMod(bit, turned.length * 8);
    turned[index / 8] ^= (byte) (1 << (index % 8));
    Bytes signature = Bytes.wrap(turned);

    assertThat(verifyByJdk(key.derPublicKey(), message, signature)).isFalse();
    assertThat(crypto.verify(key.derPublicKey(), Bytes.copyOf(message), signature))
        .isInstanceOf(SignatureVerdict.Invalid.class);
  }

  private static byte[] secret(long seed) {
    return Hashes.sha256(Bytes.ofUtf8("seed " + seed).unsafeArray());
  }

  private static byte[] signByJdk(byte[] secret, byte[] message) throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }

  private static boolean verifyByJdk(Bytes der, byte[] message, Bytes signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(der.toByteArray())));
    verifier.update(message);
    try {
      return verifier.verify(signature.unsafeArray());
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }
}
