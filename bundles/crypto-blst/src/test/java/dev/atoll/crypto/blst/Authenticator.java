package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Hashes;
import dev.atoll.types.WrappedKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Base64;

/// An authenticator and its browser, made of a key of the JDK.
///
/// @param cose the public key
record Authenticator(Bytes cose, PrivateKey secret, String algorithm) {

  private static final Bytes AUTHENTICATOR_DATA =
      Bytes.concat(
          Bytes.wrap(Hashes.sha256(Bytes.ofUtf8("atoll.example").unsafeArray())),
          Bytes.ofHex("0500000001"));

  static Authenticator es256() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
      return new Authenticator(
          Bytes.concat(
              Bytes.ofHex("a5010203262001"),
              Bytes.ofHex("21"),
              blob(magnitude(point.getAffineX(), 32)),
              Bytes.ofHex("22"),
              blob(magnitude(point.getAffineY(), 32))),
          pair.getPrivate(),
          "SHA256withECDSA");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Authenticator rs256(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      RSAPublicKey key = (RSAPublicKey) pair.getPublic();
      return new Authenticator(
          Bytes.concat(
              Bytes.ofHex("a401030339010020"),
              blob(magnitude(key.getModulus(), bits / Byte.SIZE)),
              Bytes.ofHex("21"),
              blob(magnitude(key.getPublicExponent(), 3))),
          pair.getPrivate(),
          "SHA256withRSA");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Authenticator edDsa() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] der = pair.getPublic().getEncoded();
      return new Authenticator(
          Bytes.concat(
              Bytes.ofHex("a401010327200621"),
              blob(Bytes.wrap(Arrays.copyOfRange(der, der.length - 32, der.length)))),
          pair.getPrivate(),
          "Ed25519");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  Bytes key() {
    return WrappedKey.wrap(WrappedKey.Algorithm.COSE, cose);
  }

  Bytes sign(Bytes challenge) {
    return assertion(Bytes.ofUtf8(clientData(challenge)));
  }

  /// Signs whatever the browser says.
  Bytes assertion(Bytes clientData) {
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(secret);
      signer.update(AUTHENTICATOR_DATA.unsafeArray());
      signer.update(Hashes.sha256(clientData.unsafeArray()));
      return Cbor.map()
          .put("authenticator_data", AUTHENTICATOR_DATA)
          .put("client_data_json", Cbor.text(clientData.toUtf8()))
          .put("signature", Bytes.wrap(signer.sign()))
          .build()
          .encodeSelfDescribed();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String clientData(Bytes challenge) {
    return "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"https://atoll.example\"}"
        .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.unsafeArray()));
  }

  @Override
  public String toString() {
    return algorithm;
  }

  private static Bytes magnitude(BigInteger number, int size) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[size];
    int sign = bytes.length > size ? 1 : 0;
    System.arraycopy(bytes, sign, fixed, size - bytes.length + sign, bytes.length - sign);
    return Bytes.wrap(fixed);
  }

  private static Bytes blob(Bytes bytes) {
    return Cbor.blob(bytes).encode();
  }
}
