package dev.atoll.spi.gateway;

/// A request that was not looked at further: malformed, not authentic, not allowed, or too much.
///
/// @param text for the client, one sentence without full stop
public record Refusal(Kind kind, String text) {

  /// What went wrong, with the HTTP status that the specification or the reference gives it.
  public enum Kind {
    BAD_REQUEST(400),
    FORBIDDEN(403),
    NOT_FOUND(404),
    PAYLOAD_TOO_LARGE(413),
    TOO_MANY_REQUESTS(429),
    UNAVAILABLE(503);

    private final int httpStatus;

    Kind(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }
}
