package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import java.math.BigInteger;

/// A published ECDSA signature over SHA-256.
///
/// @param derPrefix what stands before the coordinates in the DER form of the key
/// @param x 32 bytes
/// @param y 32 bytes
/// @param r 32 bytes
/// @param s 32 bytes
/// @param order the order of the group
record EcdsaVector(
    Bytes derPrefix, Bytes x, Bytes y, Bytes message, Bytes r, Bytes s, BigInteger order) {

  /// Its s is above half of the order.
  ///
  /// Source: RFC 6979 appendix A.2.5, SHA-256, message "sample".
  static final EcdsaVector P256 =
      new EcdsaVector(
          Bytes.ofHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
          Bytes.ofHex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
          Bytes.ofHex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"),
          Bytes.ofUtf8("sample"),
          Bytes.ofHex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"),
          Bytes.ofHex("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"),
          new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16));

  /// Its s is below half of the order; the secret key is 1.
  ///
  /// Source: deterministic ECDSA (RFC 6979) of the message "Satoshi Nakamoto".
  static final EcdsaVector SECP256K1 =
      new EcdsaVector(
          Bytes.ofHex("3056301006072a8648ce3d020106052b8104000a03420004"),
          Bytes.ofHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
          Bytes.ofHex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
          Bytes.ofUtf8("Satoshi Nakamoto"),
          Bytes.ofHex("934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"),
          Bytes.ofHex("2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"),
          new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16));

  Bytes key() {
    return key(y);
  }

  Bytes key(Bytes otherY) {
    return Bytes.concat(derPrefix, x, otherY);
  }

  Bytes signature() {
    return Bytes.concat(r, s);
  }

  /// The other s that verifies: the order minus s.
  Bytes mirroredSignature() {
    return Bytes.concat(r, scalar(order.subtract(new BigInteger(1, s.unsafeArray()))));
  }

  /// `value` in 32 bytes, big endian.
  static Bytes scalar(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[32];
    int size = Math.min(bytes.length, padded.length);
    System.arraycopy(bytes, bytes.length - size, padded, padded.length - size, size);
    return Bytes.wrap(padded);
  }
}
