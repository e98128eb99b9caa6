package dev.atoll.types;

/// A request that breaks the rules of its format: the client's mistake, to be answered with a
/// status of 400. The message names the field, what was found and what is allowed.
public final class MalformedRequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public MalformedRequestException(String message) {
    super(message);
  }

  public MalformedRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
