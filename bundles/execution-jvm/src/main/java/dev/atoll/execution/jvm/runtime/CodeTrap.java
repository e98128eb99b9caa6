package dev.atoll.execution.jvm.runtime;

import dev.atoll.spi.execution.TrapCode;
import java.io.Serial;

/// A trap on its way out of compiled code; its stack trace becomes the backtrace.
public final class CodeTrap extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final TrapCode code;

  CodeTrap(TrapCode code) {
    super(code.message());
    this.code = code;
  }

  public TrapCode code() {
    return code;
  }
}
