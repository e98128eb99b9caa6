package dev.atoll.kernel.plugin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The digest that everything here is known by.
final class Sha256 {

  private Sha256() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
