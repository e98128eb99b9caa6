package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;
import supranational.blst.Scalar;

/// BLS signatures in G1 under keys in G2. For use from any thread.
///
/// Source: draft-irtf-cfrg-bls-signature-05, basic scheme with the ciphersuite of [#DOMAIN].
final class BlsSignatures {

  private static final String DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

  /// Subnet keys of a large network, with room; an entry is below 1 kB.
  private static final int CACHED_KEYS_MAX = 1_000;

  private final BoundedCache<Bytes, Optional<P2_Affine>> keys = new BoundedCache<>(CACHED_KEYS_MAX);

  Bytes sign(Scalar secret, Bytes message) {
    P1 hashed = new P1().hash_to(message.unsafeArray(), DOMAIN, new byte[0]);
    return Bytes.wrap(hashed.sign_with(secret).compress());
  }

  boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
    if (publicKey.size() != BlsPoints.PUBLIC_KEY_SIZE_BYTES) {
      return false;
    }
    @Nullable P2_Affine key = keys.get(publicKey, BlsSignatures::parse).orElse(null);
    @Nullable P1_Affine point = BlsPoints.signature(signature);
    if (key == null || point == null) {
      return false;
    }
    return point.core_verify(key, true, message.unsafeArray(), DOMAIN) == BLST_ERROR.BLST_SUCCESS;
  }

  private static Optional<P2_Affine> parse(Bytes encoded) {
    return Optional.ofNullable(BlsPoints.publicKey(encoded));
  }
}
