package dev.atoll.spi.kernel;

import java.util.SequencedMap;
import org.osgi.annotation.versioning.ConsumerType;

/// Tells operators how a part of the node is. A bundle exports it as a service.
@ConsumerType
public interface HealthCheck {

  /// Looks at the part, in a few milliseconds and without blocking; called from any thread.
  Health check();

  /// What a check found.
  ///
  /// @param detail one line, lower case: `certified height 42`, `disk has 0.1 GiB left, 1 GiB
  ///     needed`
  /// @param facts what to show beside it, by a short name such as `certified height`
  record Health(Status status, String detail, SequencedMap<String, String> facts) {}

  /// Whether the part does its work.
  enum Status {
    /// It does.
    UP,
    /// It does, with a problem that an operator should look at.
    DEGRADED,
    /// It does not.
    DOWN
  }
}
