package dev.atoll.types;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash functions of the Internet Computer interface.
public final class Hashes {

  private Hashes() {}

  /// SHA-256 of the concatenation of `parts`: 32 bytes.
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = newSha256();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /// SHA-224 of `data`: 28 bytes.
  public static byte[] sha224(byte[] data) {
    return digest("SHA-224").digest(data);
  }

  /// A fresh SHA-256 digest for streamed input.
  public static MessageDigest newSha256() {
    return digest("SHA-256");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
