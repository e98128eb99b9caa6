package dev.atoll.spi.metrics;

import org.osgi.annotation.versioning.ProviderType;

/// Counts values by size. Callable from any thread, without waiting.
@ProviderType
public interface Histogram {

  /// @param value in the unit of the metric
  void record(double value);

  /// For a histogram in seconds.
  default void recordNanos(long nanos) {
    record(nanos / 1e9);
  }
}
