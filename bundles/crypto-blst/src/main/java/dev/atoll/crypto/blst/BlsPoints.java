package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import org.jspecify.annotations.Nullable;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/// Reads compressed points of BLS12-381.
///
/// A point that is read is on the curve. Whether it is in the prime-order group is left to the
/// verification in blst, which checks both the key and the signature and refuses the identity as a
/// key.
///
/// Source: Zcash protocol specification, "Encodings of BLS12-381 points", which blst follows.
final class BlsPoints {

  static final int SIGNATURE_SIZE_BYTES = 48;

  static final int PUBLIC_KEY_SIZE_BYTES = 96;

  /// Without this flag blst would read the longer, uncompressed form.
  private static final int COMPRESSED_FLAG = 0x80;

  private BlsPoints() {}

  /// The point on the curve of signatures, or null if `encoded` is none.
  static @Nullable P1_Affine signature(Bytes encoded) {
    if (encoded.size() != SIGNATURE_SIZE_BYTES || !isCompressed(encoded)) {
      return null;
    }
    try {
      return new P1_Affine(encoded.unsafeArray());
    } catch (RuntimeException malformed) {
      return null;
    }
  }

  /// The point on the curve of public keys, or null if `encoded` is none.
  static @Nullable P2_Affine publicKey(Bytes encoded) {
    if (encoded.size() != PUBLIC_KEY_SIZE_BYTES || !isCompressed(encoded)) {
      return null;
    }
    try {
      return new P2_Affine(encoded.unsafeArray());
    } catch (RuntimeException malformed) {
      return null;
    }
  }

  private static boolean isCompressed(Bytes encoded) {
    return (encoded.get(0) & COMPRESSED_FLAG) != 0;
  }
}
