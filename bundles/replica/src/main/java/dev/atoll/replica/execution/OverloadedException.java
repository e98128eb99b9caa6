package dev.atoll.replica.execution;

import java.io.Serial;

/// Too many executions wait already; it says nothing about the request.
public final class OverloadedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /// What the reference answers then.
  private static final String TEXT = "Service is overloaded, try again later.";

  OverloadedException() {
    super(TEXT, null, false, false);
  }

  /// For the client.
  public String text() {
    return TEXT;
  }
}
