package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.BulkInput;
import dev.atoll.spi.network.Channel;
import dev.atoll.spi.network.ChannelListener;
import dev.atoll.spi.network.PeerIdentity;
import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Remembers what it hears, and refuses what a test says. Callable from any thread.
final class RecordingListener implements ChannelListener {

  /// A stream that was opened.
  record Opened(NodeId from, Channel channel, Bytes header, BulkInput stream) {}

  private final Set<NodeId> connected = new TreeSet<>();

  private final Map<List<Object>, List<Bytes>> messages = new HashMap<>();

  private final List<Channel> order = new ArrayList<>();

  private final List<Opened> streams = new ArrayList<>();

  private final Set<Integer> stopped = new TreeSet<>();

  private final Set<Integer> writable = new TreeSet<>();

  private int calls;

  private int disconnections;

  private boolean throwing;

  /// Takes no messages of this channel until [#take].
  synchronized void refuse(Channel channel) {
    stopped.add(channel.id());
  }

  synchronized void take(Channel channel) {
    stopped.remove(channel.id());
  }

  /// Throws in each call from now on, after it was noted.
  synchronized void throwAlways() {
    throwing = true;
  }

  synchronized Set<NodeId> connected() {
    return new TreeSet<>(connected);
  }

  synchronized int disconnections() {
    return disconnections;
  }

  synchronized List<Bytes> received(NodeId from, Channel channel) {
    return List.copyOf(messages.getOrDefault(List.of(from, channel), List.of()));
  }

  /// The channels of all messages, in the order of their arrival.
  synchronized List<Channel> order() {
    return List.copyOf(order);
  }

  synchronized List<Opened> streams() {
    return List.copyOf(streams);
  }

  synchronized boolean isWritable(Channel channel) {
    return writable.contains(channel.id());
  }

  synchronized int calls() {
    return calls;
  }

  private void called() {
    calls++;
    if (throwing) {
      throw new IllegalStateException("a listener that throws");
    }
  }

  @Override
  public synchronized void connected(PeerIdentity peer) {
    connected.add(peer.node());
    called();
  }

  @Override
  public synchronized void disconnected(NodeId node) {
    connected.remove(node);
    disconnections++;
    called();
  }

  @Override
  public synchronized boolean received(NodeId from, Channel channel, Bytes message) {
    if (stopped.contains(channel.id())) {
      calls++;
      return false;
    }
    messages.computeIfAbsent(List.of(from, channel), key -> new ArrayList<>()).add(message);
    order.add(channel);
    called();
    return true;
  }

  @Override
  public synchronized void writable(NodeId to, Channel channel) {
    writable.add(channel.id());
    called();
  }

  @Override
  public synchronized void opened(NodeId from, Channel channel, Bytes header, BulkInput stream) {
    streams.add(new Opened(from, channel, header, stream));
    called();
  }
}
