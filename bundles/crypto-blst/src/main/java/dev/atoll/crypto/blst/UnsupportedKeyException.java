package dev.atoll.crypto.blst;

/// The bytes are no key of a known scheme; the message is for the user.
final class UnsupportedKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedKeyException(String message) {
    super(message);
  }
}
