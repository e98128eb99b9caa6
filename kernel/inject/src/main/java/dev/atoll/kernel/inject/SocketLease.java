package dev.atoll.kernel.inject;

import dev.atoll.spi.gateway.ListenerLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// A listening socket of the launcher.
record SocketLease(String name, InetSocketAddress address, ServerSocketChannel channel)
    implements ListenerLease {

  static SocketLease of(String name, ServerSocketChannel channel) {
    try {
      return new SocketLease(name, (InetSocketAddress) channel.getLocalAddress(), channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
