package dev.atoll.spi.tck.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import java.util.Arrays;

/// What the groups of rules have in common.
interface Provided {

  Bytes MESSAGE = Bytes.ofUtf8("\nic-request and what follows it");

  Bytes OTHER_MESSAGE = Bytes.ofUtf8("\nic-request and something else");

  CryptoProvider newProvider();

  default void assertValid(Bytes derPublicKey, Bytes message, Bytes signature) {
    assertThat(newProvider().verify(derPublicKey, message, signature))
        .as("key %s, signature %s", derPublicKey, signature)
        .isEqualTo(new SignatureVerdict.Valid());
  }

  default void assertInvalid(Bytes derPublicKey, Bytes message, Bytes signature) {
    assertThat(newProvider().verify(derPublicKey, message, signature))
        .as("key %s, signature %s", derPublicKey, signature)
        .isInstanceOf(SignatureVerdict.Invalid.class);
  }

  default void assertUnsupported(Bytes derPublicKey, Bytes message, Bytes signature) {
    assertThat(newProvider().verify(derPublicKey, message, signature))
        .as("key %s", derPublicKey)
        .isInstanceOf(SignatureVerdict.UnsupportedKey.class);
  }

  /// `bytes` with the lowest bit of one byte turned.
  static Bytes flip(Bytes bytes, int index) {
    byte[] flipped = bytes.toByteArray();
    flipped[index] ^= 1;
    return Bytes.wrap(flipped);
  }

  /// `bytes` with a zero byte after it.
  static Bytes longer(Bytes bytes) {
    return Bytes.wrap(Arrays.copyOf(bytes.unsafeArray(), bytes.size() + 1));
  }

  /// `bytes` without the last byte.
  static Bytes shorter(Bytes bytes) {
    return Bytes.copyOf(bytes.unsafeArray(), 0, bytes.size() - 1);
  }
}
