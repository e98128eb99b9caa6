package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/// RSA PKCS#1 v1.5 over SHA-256, as some authenticators of web authentication sign.
///
/// The padding is built and compared, never parsed: that leaves one signature per message and key.
/// The JDK and Bouncy Castle test the modulus with random numbers, which replicas must not.
///
/// Source: RFC 8017 section 8.2.2; reference implementation
/// `rs/crypto/internal/crypto_lib/basic_sig/rsa_pkcs1`, and for the upper bounds the library `rsa`
/// that it uses.
final class RsaKey implements UserKey {

  static final int MODULUS_BITS_MIN = 2048;

  static final int MODULUS_BITS_MAX = 4096;

  private static final int EXPONENT_BITS_MAX = 33;

  /// SEQUENCE { SEQUENCE { OID of SHA-256, NULL }, OCTET STRING of 32 bytes }.
  private static final byte[] DIGEST_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private final BigInteger modulus;

  private final BigInteger exponent;

  private RsaKey(BigInteger modulus, BigInteger exponent) {
    this.modulus = modulus;
    this.exponent = exponent;
  }

  /// @param modulus big endian
  /// @param exponent big endian
  /// @throws UnsupportedKeyException if a number is even or out of range
  static RsaKey of(Bytes modulus, Bytes exponent) {
    BigInteger n = new BigInteger(1, modulus.unsafeArray());
    BigInteger e = new BigInteger(1, exponent.unsafeArray());
    if (n.bitLength() < MODULUS_BITS_MIN || n.bitLength() > MODULUS_BITS_MAX) {
      throw new UnsupportedKeyException(
          "RSA public key is %d bits, expected %d to %d"
              .formatted(n.bitLength(), MODULUS_BITS_MIN, MODULUS_BITS_MAX));
    }
    if (!n.testBit(0)) {
      throw new UnsupportedKeyException("RSA modulus is even");
    }
    if (!e.testBit(0) || e.equals(BigInteger.ONE) || e.bitLength() > EXPONENT_BITS_MAX) {
      throw new UnsupportedKeyException(
          "RSA exponent of %d bits is no odd number from 3 to 2^%d"
              .formatted(e.bitLength(), EXPONENT_BITS_MAX));
    }
    return new RsaKey(n, e);
  }

  @Override
  public SignatureVerdict verify(Bytes message, Bytes signature) {
    int size = (modulus.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    BigInteger value = new BigInteger(1, signature.unsafeArray());
    if (signature.size() != size || value.compareTo(modulus) >= 0) {
      return new SignatureVerdict.Invalid(
          "RSA signature is %d bytes, expected %d with a number below the modulus"
              .formatted(signature.size(), size));
    }
    BigInteger expected = new BigInteger(1, padded(Hashes.sha256(message.unsafeArray()), size));
    return value.modPow(exponent, modulus).equals(expected)
        ? new SignatureVerdict.Valid()
        : new SignatureVerdict.Invalid(
            "RSA signature does not match the message and the public key");
  }

  /// 00 01 ff … ff 00, the name of the hash, the hash.
  private static byte[] padded(byte[] hash, int size) {
    byte[] padded = new byte[size];
    int infoAt = size - hash.length - DIGEST_INFO.length;
    padded[1] = 1;
    Arrays.fill(padded, 2, infoAt - 1, (byte) 0xff);
    System.arraycopy(DIGEST_INFO, 0, padded, infoAt, DIGEST_INFO.length);
    System.arraycopy(hash, 0, padded, size - hash.length, hash.length);
    return padded;
  }
}
