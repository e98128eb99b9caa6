package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The listening sockets of the node. They are bound before anything starts, and stay bound while
/// gateways come and go.
final class Listeners implements AutoCloseable {

  /// Connections that may wait while no gateway accepts.
  private static final int BACKLOG = 1024;

  private static final int PORT_MAX = 65_535;

  private final SequencedMap<String, ServerSocketChannel> channels = new LinkedHashMap<>();

  /// @throws KernelException if a port is taken or an address is not ours
  static Listeners bind(List<DistributionLock.Listener> listeners) {
    Listeners bound = new Listeners();
    try {
      for (DistributionLock.Listener listener : listeners) {
        bound.channels.put(listener.name(), bind(listener));
      }
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
    return bound;
  }

  private static ServerSocketChannel bind(DistributionLock.Listener listener) {
    int port = port(listener);
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // restart at once
        channel.configureBlocking(false); // two gateways may accept at once
        channel.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), port), BACKLOG);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (BindException e) {
      throw refused(listener, port, e);
    } catch (UnknownHostException e) {
      throw new KernelException(
          Code.CONFIG,
          "listener %s has the unknown host %s".formatted(listener.name(), listener.host()),
          "give an address of this machine, such as 127.0.0.1",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  private static int port(DistributionLock.Listener listener) {
    if (listener.port() instanceof Number n && n.longValue() >= 0 && n.longValue() <= PORT_MAX) {
      return n.intValue();
    }
    throw new KernelException(
        Code.CONFIG,
        "port of listener %s is %s, expected 0 to %d"
            .formatted(listener.name(), listener.port(), PORT_MAX),
        "give another one with --port PORT");
  }

  private static KernelException refused(
      DistributionLock.Listener listener, int port, BindException cause) {
    String message = String.valueOf(cause.getMessage());
    if (!message.contains("in use")) {
      return new KernelException(
          Code.CONFIG,
          "listener %s cannot use %s port %d: %s"
              .formatted(listener.name(), listener.host(), port, message),
          "give an address of this machine and a port above 1023",
          cause);
    }
    return new KernelException(
        Code.PORT_IN_USE,
        "port %d of listener %s is in use%s"
            .formatted(port, listener.name(), PortHolder.of(port).map(h -> " by " + h).orElse("")),
        "use another one with --port PORT, or any free one with --port 0",
        cause);
  }

  Map<String, ServerSocketChannel> channels() {
    return channels;
  }

  /// URLs by name of the listener.
  Map<String, Object> urls() {
    Map<String, Object> urls = new TreeMap<>();
    channels.forEach(
        (name, channel) -> {
          try {
            InetSocketAddress address = (InetSocketAddress) channel.getLocalAddress();
            String host = address.getAddress().getHostAddress();
            urls.put(
                name,
                "%s://%s:%d"
                    .formatted(
                        name,
                        host.contains(":") ? "[" + host.replaceAll("%.*", "") + "]" : host,
                        address.getPort()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return urls;
  }

  @Override
  public void close() {
    for (ServerSocketChannel channel : channels.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
