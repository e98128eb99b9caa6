package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import dev.atoll.types.WrappedKey;
import dev.atoll.types.WrappedKey.Algorithm;
import java.util.Arrays;
import java.util.HexFormat;

/// Reads the DER form of the user schemes, and only the one canonical encoding of each.
///
/// DER leaves no choice once the algorithm is known: each key is a fixed prefix and the point; only
/// keys of web authentication vary in length.
/// Comparing that prefix is the strictest reading and needs no ASN.1 parser. The reference
/// implementation likewise refuses an ECDSA key that it would not itself encode in these bytes.
///
/// Source: RFC 8410 section 4, RFC 5480 section 2, SEC 2; reference implementation
/// `rs/crypto/standalone-sig-verifier`.
final class UserKeyParser {

  /// SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }.
  private static final byte[] ED25519_PREFIX = hex("302a300506032b6570032100");

  /// The same with OIDs 1.2.840.10045.2.1 and 1.2.840.10045.3.1.7, and 65 bytes.
  private static final byte[] P256_PREFIX =
      hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  /// The same with OIDs 1.2.840.10045.2.1 and 1.3.132.0.10, and 65 bytes.
  private static final byte[] SECP256K1_PREFIX =
      hex("3056301006072a8648ce3d020106052b8104000a034200");

  private final EcdsaCurve p256 = new EcdsaCurve("P-256", "secp256r1");

  private final EcdsaCurve secp256k1 = new EcdsaCurve("secp256k1", "secp256k1");

  private final EdwardsBasePoint basePoint = new EdwardsBasePoint();

  /// @throws UnsupportedKeyException if the scheme is unknown or the bytes are not canonical
  UserKey parse(Bytes derPublicKey) {
    byte[] der = derPublicKey.unsafeArray();
    if (startsWith(der, ED25519_PREFIX)) {
      return Ed25519Key.of(point(der, ED25519_PREFIX), basePoint);
    }
    if (startsWith(der, P256_PREFIX)) {
      return EcdsaKey.of(p256, point(der, P256_PREFIX));
    }
    if (startsWith(der, SECP256K1_PREFIX)) {
      return EcdsaKey.of(secp256k1, point(der, SECP256K1_PREFIX));
    }
    if (WrappedKey.is(Algorithm.COSE, derPublicKey)) {
      return WebAuthnKey.of(coseBits(derPublicKey), p256, basePoint);
    }
    throw new UnsupportedKeyException(
        ("public key of %d bytes is no canonical DER of Ed25519, ECDSA P-256, ECDSA secp256k1 or"
                + " web authentication")
            .formatted(der.length));
  }

  private static Bytes coseBits(Bytes der) {
    try {
      return WrappedKey.bits(Algorithm.COSE, der);
    } catch (IllegalArgumentException e) {
      UnsupportedKeyException unsupported =
          new UnsupportedKeyException("%s of web authentication".formatted(e.getMessage()));
      unsupported.initCause(e);
      throw unsupported;
    }
  }

  private static boolean startsWith(byte[] der, byte[] prefix) {
    return der.length >= prefix.length
        && Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] point(byte[] der, byte[] prefix) {
    return Arrays.copyOfRange(der, prefix.length, der.length);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
