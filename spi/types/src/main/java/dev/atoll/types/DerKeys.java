package dev.atoll.types;

/// Public keys as DER `SubjectPublicKeyInfo` and back, for the two kinds of key that nodes and
/// subnets have.
///
/// Each kind has exactly one encoding: a fixed prefix and the key.
///
/// Source: Internet Computer interface specification, "Certification" (BLS, algorithm
/// 1.3.6.1.4.1.44668.5.3.1.2.1, curve 1.3.6.1.4.1.44668.5.3.2.1); RFC 8410 (Ed25519).
public final class DerKeys {

  /// A compressed point of the second group of BLS12-381.
  public static final int BLS_KEY_SIZE_BYTES = 96;

  public static final int ED25519_KEY_SIZE_BYTES = 32;

  private static final Bytes BLS_PREFIX =
      Bytes.ofHex("308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100");

  private static final Bytes ED25519_PREFIX = Bytes.ofHex("302a300506032b6570032100");

  private DerKeys() {}

  /// @throws IllegalArgumentException if `key` is not 96 bytes
  public static Bytes wrapBls(Bytes key) {
    return wrap("BLS", BLS_PREFIX, BLS_KEY_SIZE_BYTES, key);
  }

  /// The 96 bytes of the key in `der`; whether they are a point of the curve is not checked.
  ///
  /// @throws IllegalArgumentException if `der` is not a BLS key of 133 bytes
  public static Bytes unwrapBls(Bytes der) {
    return unwrap("BLS", BLS_PREFIX, BLS_KEY_SIZE_BYTES, der);
  }

  /// @throws IllegalArgumentException if `key` is not 32 bytes
  public static Bytes wrapEd25519(Bytes key) {
    return wrap("Ed25519", ED25519_PREFIX, ED25519_KEY_SIZE_BYTES, key);
  }

  /// The 32 bytes of the key in `der`; whether they are a point of the curve is not checked.
  ///
  /// @throws IllegalArgumentException if `der` is not an Ed25519 key of 44 bytes
  public static Bytes unwrapEd25519(Bytes der) {
    return unwrap("Ed25519", ED25519_PREFIX, ED25519_KEY_SIZE_BYTES, der);
  }

  private static Bytes wrap(String scheme, Bytes prefix, int keySize, Bytes key) {
    if (key.size() != keySize) {
      throw new IllegalArgumentException(
          "%s public key is %d bytes, %d expected".formatted(scheme, key.size(), keySize));
    }
    return Bytes.concat(prefix, key);
  }

  private static Bytes unwrap(String scheme, Bytes prefix, int keySize, Bytes der) {
    int size = prefix.size() + keySize;
    if (der.size() != size) {
      throw new IllegalArgumentException(
          "DER of the %s public key is %d bytes, %d expected".formatted(scheme, der.size(), size));
    }
    if (!Bytes.copyOf(der.unsafeArray(), 0, prefix.size()).equals(prefix)) {
      throw new IllegalArgumentException(
          "DER of the %s public key begins with another algorithm".formatted(scheme));
    }
    return Bytes.copyOf(der.unsafeArray(), prefix.size(), keySize);
  }
}
