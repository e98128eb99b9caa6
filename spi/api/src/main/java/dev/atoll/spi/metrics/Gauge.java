package dev.atoll.spi.metrics;

import org.osgi.annotation.versioning.ProviderType;

/// Holds the last value. Callable from any thread, without waiting.
@ProviderType
public interface Gauge {

  void set(double value);
}
