package dev.atoll.types;

/// Bytes that are not the CBOR that was expected: malformed, of another shape, or beyond a limit.
///
/// The only exception that decoding throws, whatever the input.
public final class CborException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CborException(String message) {
    super(message);
  }

  public CborException(String message, Throwable cause) {
    super(message, cause);
  }
}
