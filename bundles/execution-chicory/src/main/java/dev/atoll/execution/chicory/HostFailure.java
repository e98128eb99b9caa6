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

  /// What the host threw, if it has reached the caller as `failure`; null if that is Chicory's own.
  ///
  /// Chicory wraps a stack overflow and leaves everything else as it is.
  @SuppressWarnings("ReferenceEquality") // the very exception is meant
  @Nullable Throwable behind(Throwable failure) {
    Throwable kept = last;
    last = null;
    return kept == failure || kept == failure.getCause() ? kept : null;
  }
}
