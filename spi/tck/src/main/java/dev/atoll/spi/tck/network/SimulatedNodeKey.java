package dev.atoll.spi.tck.network;

import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.types.Bytes;
import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// The key of a node in tests: the same one for the same number. Callable from any thread.
public final class SimulatedNodeKey implements NodeKey {

  private static final String ALGORITHM = "Ed25519";

  private final KeyPair keys;

  private SimulatedNodeKey(KeyPair keys) {
    this.keys = keys;
  }

  /// @param number 0 to 255
  public static SimulatedNodeKey of(int number) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new Constant((byte) number));
      return new SimulatedNodeKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Gives the same bytes for ever: what a key is made from.
  private static final class Constant extends SecureRandom {

    @Serial private static final long serialVersionUID = 1;

    private final byte value;

    Constant(byte value) {
      this.value = value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, value);
    }
  }

  @Override
  public Bytes derPublicKey() {
    return Bytes.copyOf(keys.getPublic().getEncoded());
  }

  @Override
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(message.unsafeArray());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean verifies(Bytes derPublicKey, Bytes message, Bytes signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(derPublicKey.toByteArray())));
      verifier.update(message.unsafeArray());
      return verifier.verify(signature.unsafeArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
