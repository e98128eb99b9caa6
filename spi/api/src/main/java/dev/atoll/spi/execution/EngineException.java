package dev.atoll.spi.execution;

import java.io.Serial;

/// An engine cannot run a valid module.
public final class EngineException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
