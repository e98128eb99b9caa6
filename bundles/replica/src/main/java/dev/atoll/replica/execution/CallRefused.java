package dev.atoll.replica.execution;

import dev.atoll.types.ErrorCode;
import java.io.Serial;

/// A call is not executed; the text is for the caller as it is.
final class CallRefused extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private final String text;

  CallRefused(ErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }

  ErrorCode code() {
    return code;
  }

  String text() {
    return text;
  }
}
