package dev.atoll.execution.jvm;

import dev.atoll.spi.kernel.Default;

/// @param functionsPerClass how many functions are compiled together when one of them is called for
///     the first time: fewer start sooner, more make fewer classes
public record JvmConfig(@Default("1") int functionsPerClass) {

  private static final int FUNCTIONS_PER_CLASS_MAX = 64;

  public JvmConfig {
    if (functionsPerClass < 1 || functionsPerClass > FUNCTIONS_PER_CLASS_MAX) {
      throw new IllegalArgumentException(
          "functions-per-class is %d, expected 1 to %d"
              .formatted(functionsPerClass, FUNCTIONS_PER_CLASS_MAX));
    }
  }
}
