package dev.atoll.spi.tck.wast;

import java.io.Serial;

/// A script cannot be read, or a module of it cannot be written.
public final class WastException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final int line;
  private final String problem;

  WastException(int line, String problem) {
    super("line %d: %s".formatted(line, problem));
    this.line = line;
    this.problem = problem;
  }

  int line() {
    return line;
  }

  /// The message without the line.
  public String problem() {
    return problem;
  }
}
