package dev.atoll.replica.execution;

import dev.atoll.types.ErrorCode;
import java.io.Serial;

/// A limit of the whole query was passed; no canister on the way can handle it.
final class QueryEnded extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private final String text;

  QueryEnded(ErrorCode code, String text) {
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
