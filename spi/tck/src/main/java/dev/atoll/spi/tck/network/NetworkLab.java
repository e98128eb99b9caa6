package dev.atoll.spi.tck.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.network.Channel;
import dev.atoll.spi.network.Channel.Priority;
import dev.atoll.spi.network.PeerAddress;
import dev.atoll.spi.network.PeerIdentity;
import dev.atoll.spi.network.Transport;
import dev.atoll.spi.network.TransportContext;
import dev.atoll.spi.network.TransportFactory;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Nodes with transports under test, and the time that passes between them.
public final class NetworkLab implements AutoCloseable {

  static final Channel VOTES = new Channel(1, "votes", Priority.HIGH, 64 * 1024, 256 * 1024);

  static final Channel BLOCKS =
      new Channel(2, "blocks", Priority.NORMAL, 4 * 1024 * 1024, 8 * 1024 * 1024);

  static final Channel STATE = new Channel(200, "state", Priority.LOW, 64 * 1024, 1024 * 1024);

  private static final Duration TICK = Duration.ofMillis(5);

  private final TransportFactory factory;

  private final Consumer<Duration> passTime;

  private final Duration patience;

  private final List<Node> nodes = new ArrayList<>();

  NetworkLab(TransportFactory factory, Consumer<Duration> passTime, Duration patience) {
    this.factory = factory;
    this.passTime = passTime;
    this.patience = patience;
  }

  /// A node that listens.
  static final class Node {

    final PeerIdentity identity;

    final RecordingListener listener;

    final Transport transport;

    final PeerAddress address;

    Node(
        PeerIdentity identity,
        RecordingListener listener,
        Transport transport,
        PeerAddress address) {
      this.identity = identity;
      this.listener = listener;
      this.transport = transport;
      this.address = address;
    }

    boolean isConnectedTo(Node other) {
      return listener.connected().contains(other.identity.node());
    }

    boolean send(Node to, Channel channel, Bytes message) {
      return transport.send(to.identity.node(), channel, message);
    }

    List<Bytes> received(Node from, Channel channel) {
      return listener.received(from.identity.node(), channel);
    }
  }

  /// The node with this number, listening on any port.
  Node node(int number) throws IOException {
    return node(SimulatedNodeKey.of(number), 0);
  }

  /// @param port 0 for any
  Node node(NodeKey key, int port) throws IOException {
    PeerIdentity identity = PeerIdentity.of(key.derPublicKey());
    RecordingListener listener = new RecordingListener();
    Transport transport =
        factory.create(
            new TransportContext(identity, key, List.of(VOTES, BLOCKS, STATE), listener));
    InetSocketAddress bound =
        transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Node node =
        new Node(
            identity,
            listener,
            transport,
            new PeerAddress(identity, bound.getAddress().getHostAddress(), bound.getPort()));
    nodes.add(node);
    return node;
  }

  /// Makes two nodes name each other, and waits until they are connected.
  void connect(Node one, Node other) {
    one.transport.connect(other.address);
    other.transport.connect(one.address);
    await("a connection", () -> one.isConnectedTo(other) && other.isConnectedTo(one));
  }

  /// Two nodes that are connected.
  List<Node> pair() throws IOException {
    Node one = node(1);
    Node other = node(2);
    connect(one, other);
    return List.of(one, other);
  }

  /// Sends again until the queue takes it.
  void sendPatiently(Node from, Node to, Channel channel, Bytes message) {
    await("room for a message", () -> from.send(to, channel, message));
  }

  /// Lets time pass until something is so.
  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
      passTime.accept(TICK);
    }
  }

  /// Lets time pass in which nothing should happen.
  void glance() {
    for (int i = 0; i < 40; i++) {
      passTime.accept(TICK);
    }
  }

  static Bytes message(int number, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (number * 31 + i + (i >> 8));
    }
    for (int i = 0; i < Math.min(4, size); i++) {
      bytes[i] = (byte) (number >>> (8 * i));
    }
    return Bytes.wrap(bytes);
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.transport.close());
  }
}
