package dev.atoll.spi.consensus;

import org.osgi.annotation.versioning.ProviderType;

/// The clock of a node. Callable from any thread.
@ProviderType
public interface TimeSource {

  /// Nanoseconds since 1970-01-01T00:00:00Z; may step backwards when the host's clock is set.
  long nowNanos();
}
