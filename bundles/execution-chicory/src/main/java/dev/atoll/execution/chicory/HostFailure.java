package dev.atoll.execution.chicory;

import org.jspecify.annotations.Nullable;

/// Remembers what the host threw last, to tell it from what Chicory throws.
///
/// Used by the thread that uses the instance.
final class HostFailure {

  private @Nullable Throwable last;

  void keep(Throwable failure) {
    last = failure;
  }

  /// Whether `failure` came from the host; forgets it.
  boolean isLast(Throwable failure) {
    boolean result = failure == last;
    last = null;
    return result;
  }
}
