package dev.atoll.spi.network;

import org.osgi.annotation.versioning.ConsumerType;

/// Makes transports. Registered as a service by a network bundle; callable from any thread.
///
/// One process may have several transports at once, one for each node that it hosts.
@ConsumerType
public interface TransportFactory {

  /// Such as `tcp`; nodes of one subnet have transports of the same name.
  String name();

  /// A transport that does nothing yet.
  Transport create(TransportContext context);
}
