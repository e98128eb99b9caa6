package dev.atoll.spi.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/// A running ingress front: it serves clients on a listener that the kernel lent it.
///
/// A gateway bundle registers it as a service once it accepts connections. Callable from any
/// thread.
@ConsumerType
public interface Gateway extends AutoCloseable {

  /// The protocol it speaks, such as `http`.
  String protocol();

  /// Where it listens, with the port that was bound.
  InetSocketAddress address();

  /// Stops accepting and finishes what is under way: idle connections are closed, answers still
  /// owed are given and tell the client to connect again.
  ///
  /// @param limit how long it may take; connections left then stay until [#close]
  /// @return whether nothing is left
  boolean drain(Duration limit) throws InterruptedException;

  /// Closes all connections. The listening socket belongs to the kernel and stays open.
  @Override
  void close();
}
