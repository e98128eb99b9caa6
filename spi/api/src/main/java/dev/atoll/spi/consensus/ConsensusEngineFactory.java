package dev.atoll.spi.consensus;

import org.osgi.annotation.versioning.ConsumerType;

/// Makes consensus engines. Registered as a service by a consensus bundle.
@ConsumerType
public interface ConsensusEngineFactory {

  /// A short name for messages, such as `solo`.
  String name();

  /// Makes an engine that has not started.
  ConsensusEngine create(ConsensusContext context);
}
