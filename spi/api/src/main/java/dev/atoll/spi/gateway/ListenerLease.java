package dev.atoll.spi.gateway;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.osgi.annotation.versioning.ProviderType;

/// A listening socket that the kernel owns and lends to a gateway.
///
/// The kernel registers one service for each listener of the distribution, with the property
/// [#NAME_PROPERTY]. A gateway accepts from the channel and never closes it: connections that
/// arrive while one gateway replaces another wait in the backlog.
@ProviderType
public interface ListenerLease {

  /// The service property with the name of the listener, such as `http`.
  String NAME_PROPERTY = "atoll.listener";

  String name();

  /// The bound address.
  InetSocketAddress address();

  /// The bound channel, in non-blocking mode; several gateways may accept from it at once.
  ServerSocketChannel channel();
}
