package dev.atoll.spi.kernel;

import java.io.Serial;

/// A service must not take over: it was found to differ, or to lack something.
public final class SwapRefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /// @param message what was found and what was expected, for the operator
  public SwapRefusedException(String message) {
    super(message);
  }
}
