package dev.atoll.execution.chicory;

import dev.atoll.spi.kernel.Default;

/// @param mode `compiled` to JVM classes, a module that Chicory cannot compile being interpreted;
///     `compiled-only`, which refuses such a module; or `interpreted`, which is about a hundred
///     times slower and serves to compare
public record ChicoryConfig(@Default("compiled") Mode mode) {

  /// How code runs.
  public enum Mode {
    COMPILED,
    COMPILED_ONLY,
    INTERPRETED
  }
}
