package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.TrapCode;
import java.io.Serial;

/// A trap on its way out of generated code; its stack trace becomes the backtrace.
final class CodeTrap extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final TrapCode code;

  CodeTrap(TrapCode code) {
    super(code.message());
    this.code = code;
  }

  TrapCode code() {
    return code;
  }
}
