package dev.atoll.spi.metrics;

import org.osgi.annotation.versioning.ProviderType;

/// Counts. Callable from any thread, without waiting.
@ProviderType
public interface Counter {

  /// @param amount not negative
  void add(long amount);

  default void increment() {
    add(1);
  }
}
