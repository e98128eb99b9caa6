package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/// ECDSA over SHA-256 with the signature r·s, 32 bytes each, big endian.
///
/// A high s is accepted: clients of the Internet Computer never had to normalize it, and the
/// reference implementation verifies with malleability on both curves.
///
/// Source: FIPS 186-5 section 6.4; reference implementation
/// `rs/crypto/internal/crypto_lib/basic_sig/ecdsa_secp256k1` and `ecdsa_secp256r1`.
final class EcdsaKey implements UserKey {

  private static final int SCALAR_SIZE_BYTES = SIGNATURE_SIZE_BYTES / 2;

  private final EcdsaCurve curve;

  private final ECPublicKeyParameters point;

  private EcdsaKey(EcdsaCurve curve, ECPublicKeyParameters point) {
    this.curve = curve;
    this.point = point;
  }

  /// @throws UnsupportedKeyException unless the point is uncompressed and on the curve
  static EcdsaKey of(EcdsaCurve curve, byte[] point) {
    return new EcdsaKey(curve, curve.decode(point));
  }

  @Override
  public SignatureVerdict verify(Bytes message, Bytes signature) {
    if (signature.size() != SIGNATURE_SIZE_BYTES) {
      return new SignatureVerdict.Invalid(
          "%s signature is %d bytes, expected %d"
              .formatted(curve.name(), signature.size(), SIGNATURE_SIZE_BYTES));
    }
    BigInteger r = scalar(signature, 0);
    BigInteger s = scalar(signature, SCALAR_SIZE_BYTES);
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, point);
    if (verifier.verifySignature(Hashes.sha256(message.unsafeArray()), r, s)) {
      return new SignatureVerdict.Valid();
    }
    return new SignatureVerdict.Invalid(
        "%s signature does not match the message and the public key".formatted(curve.name()));
  }

  private static BigInteger scalar(Bytes signature, int offset) {
    byte[] bytes = signature.unsafeArray();
    return new BigInteger(1, Arrays.copyOfRange(bytes, offset, offset + SCALAR_SIZE_BYTES));
  }
}
