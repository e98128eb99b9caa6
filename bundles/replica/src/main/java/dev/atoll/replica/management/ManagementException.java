package dev.atoll.replica.management;

import dev.atoll.types.ErrorCode;
import java.io.Serial;

/// A call to the management canister is rejected; nothing has changed yet.
///
/// [Refusals] makes them with the texts of the reference implementation.
final class ManagementException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private final String text;

  ManagementException(ErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }

  ErrorCode code() {
    return code;
  }

  /// What the caller reads.
  String text() {
    return text;
  }
}
