package dev.atoll.kernel.swap;

import java.time.Duration;

/// How long the steps may take for which callers wait, or in which the node has two bundles of a
/// kind. What goes on beside the work has the limit of the request.
final class SwapLimits {

  /// Creating the objects of a bundle and starting them.
  static final Duration STANDBY = Duration.ofSeconds(60);

  /// One look at the health of the node.
  static final Duration CHECK = Duration.ofSeconds(2);

  /// Between two looks.
  static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  /// Stopping and uninstalling a bundle.
  static final Duration REMOVE = Duration.ofSeconds(30);

  private SwapLimits() {}
}
