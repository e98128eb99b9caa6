package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.jspecify.annotations.Nullable;

/// Ed25519 verified by the rule of ZIP 215, as the reference implementation does.
///
/// RFC 8032 leaves open what happens with points that are not canonical or not of prime order, and
/// the verifiers of the JDK and of Bouncy Castle answer differently from the replicas of the
/// Internet Computer. ZIP 215 leaves nothing open: any encoding that decodes is a point, s is below
/// the group order, and 8·(s·B - k·A - R) is the identity.
///
/// Source: ZIP 215; reference implementation `packages/ic-ed25519`.
final class Ed25519Key implements UserKey {

  /// The order of the prime-order group, 2^252 + 27742317777372353535851937790883648493.
  static final BigInteger GROUP_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final int SCALAR_OFFSET = EdwardsPoint.ENCODED_SIZE_BYTES;

  private static final SignatureVerdict MISMATCH =
      new SignatureVerdict.Invalid(
          "Ed25519 signature does not match the message and the public key");

  private final byte[] encoded;

  private final EdwardsMultiples negated;

  private final EdwardsBasePoint basePoint;

  private Ed25519Key(byte[] encoded, EdwardsPoint point, EdwardsBasePoint basePoint) {
    this.encoded = encoded;
    this.negated = new EdwardsMultiples(point.negate());
    this.basePoint = basePoint;
  }

  /// @throws UnsupportedKeyException unless `encoded` are 32 bytes that decode to a point
  static Ed25519Key of(byte[] encoded, EdwardsBasePoint basePoint) {
    if (encoded.length != EdwardsPoint.ENCODED_SIZE_BYTES) {
      throw new UnsupportedKeyException(
          "Ed25519 public key is %d bytes, expected %d"
              .formatted(encoded.length, EdwardsPoint.ENCODED_SIZE_BYTES));
    }
    @Nullable EdwardsPoint point = EdwardsPoint.decode(encoded, 0);
    if (point == null) {
      throw new UnsupportedKeyException("Ed25519 public key is no point of the curve");
    }
    return new Ed25519Key(encoded, point, basePoint);
  }

  @Override
  public SignatureVerdict verify(Bytes message, Bytes signature) {
    if (signature.size() != SIGNATURE_SIZE_BYTES) {
      return new SignatureVerdict.Invalid(
          "Ed25519 signature is %d bytes, expected %d"
              .formatted(signature.size(), SIGNATURE_SIZE_BYTES));
    }
    byte[] bytes = signature.unsafeArray();
    byte[] s = Arrays.copyOfRange(bytes, SCALAR_OFFSET, SIGNATURE_SIZE_BYTES);
    if (littleEndian(s).compareTo(GROUP_ORDER) >= 0) {
      return MISMATCH;
    }
    @Nullable EdwardsPoint r = EdwardsPoint.decode(bytes, 0);
    if (r == null) {
      return MISMATCH;
    }
    byte[] k = challenge(bytes, message.unsafeArray());
    EdwardsPoint recomputed = EdwardsMultiples.sumOfProducts(basePoint.multiples(), s, negated, k);
    return recomputed.add(r.negate()).isSmallOrder() ? new SignatureVerdict.Valid() : MISMATCH;
  }

  /// SHA-512 of R, A and the message, reduced; R and A enter as they were encoded.
  private byte[] challenge(byte[] signature, byte[] message) {
    SHA512Digest digest = new SHA512Digest();
    digest.update(signature, 0, SCALAR_OFFSET);
    digest.update(encoded, 0, encoded.length);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    byte[] reduced = littleEndian(hash).mod(GROUP_ORDER).toByteArray();
    byte[] scalar = new byte[SIGNATURE_SIZE_BYTES - SCALAR_OFFSET];
    for (int i = 0; i < reduced.length; i++) {
      scalar[i] = reduced[reduced.length - 1 - i];
    }
    return scalar;
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }
}
