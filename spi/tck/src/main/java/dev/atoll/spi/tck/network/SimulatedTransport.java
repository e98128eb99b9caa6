package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.BulkOutput;
import dev.atoll.spi.network.Channel;
import dev.atoll.spi.network.ChannelListener;
import dev.atoll.spi.network.PeerAddress;
import dev.atoll.spi.network.PeerIdentity;
import dev.atoll.spi.network.PeerStatus;
import dev.atoll.spi.network.Transport;
import dev.atoll.spi.network.TransportContext;
import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One node's end of a [SimulatedNetwork], whose lock guards it.
final class SimulatedTransport implements Transport {

  private static final int CHALLENGE_SIZE_BYTES = 32;

  private final SimulatedNetwork network;

  private final TransportContext context;

  private final SortedMap<NodeId, Peer> peers = new TreeMap<>();

  private boolean listening;

  private boolean closed;

  /// A peer that was named.
  private static final class Peer {

    PeerAddress address;

    @Nullable Lane lane;

    String detail = "";

    Peer(PeerAddress address) {
      this.address = address;
    }
  }

  SimulatedTransport(SimulatedNetwork network, TransportContext context) {
    this.network = network;
    this.context = context;
  }

  TransportContext context() {
    return context;
  }

  NodeId node() {
    return context.self().node();
  }

  @Override
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    synchronized (network) {
      if (listening || closed) {
        throw new IOException("the transport listens or listened already");
      }
      int port = network.bind(address.getPort(), this);
      if (port == 0) {
        throw new BindException("port %d is in use".formatted(address.getPort()));
      }
      listening = true;
      return new InetSocketAddress(address.getAddress(), port);
    }
  }

  @Override
  public void connect(PeerAddress peer) {
    synchronized (network) {
      if (closed) {
        return;
      }
      @Nullable Peer known = peers.get(peer.identity().node());
      if (known == null) {
        peers.put(peer.identity().node(), new Peer(peer));
        network.at(network.nowNanos(), () -> dial(peer.identity().node()));
      } else if (!known.address.equals(peer)) {
        known.address = peer;
        breakLane(known);
      }
    }
  }

  /// Tries once, and again later for as long as the peer is named.
  private void dial(NodeId node) {
    @Nullable Peer peer = peers.get(node);
    if (peer == null || closed) {
      return;
    }
    network.after(SimulatedNetwork.RETRY, () -> dial(node));
    if (peer.lane != null) {
      return;
    }
    @Nullable SimulatedTransport other = network.at(peer.address.port());
    if (other == null || other.closed || !network.reaches(node(), other.node())) {
      peer.detail = "nobody answers at " + peer.address;
    } else if (!proves(other, peer.address.identity())) {
      peer.detail = "who answers at " + peer.address + " has another key";
    } else {
      peer.detail = other.welcome(this, peer);
    }
  }

  /// @return why not, empty if it does
  private String welcome(SimulatedTransport dialler, Peer asSeenThere) {
    @Nullable Peer peer = peers.get(dialler.node());
    if (peer == null || !proves(dialler, peer.address.identity())) {
      return "the peer does not know this node";
    }
    if (peer.lane == null) {
      Lane there = new Lane(network, dialler, this);
      Lane back = new Lane(network, this, dialler);
      asSeenThere.lane = there;
      peer.lane = back;
      there.begin(back);
      back.begin(there);
      dialler.tell(listener -> listener.connected(asSeenThere.address.identity()));
      tell(listener -> listener.connected(peer.address.identity()));
    }
    return "";
  }

  private boolean proves(SimulatedTransport other, PeerIdentity expected) {
    Bytes challenge = Bytes.wrap(network.randomBytes(CHALLENGE_SIZE_BYTES));
    return other.node().equals(expected.node())
        && SimulatedNodeKey.verifies(
            expected.derPublicKey(), challenge, other.context.key().sign(challenge));
  }

  /// Calls the listener later, unless the transport is closed by then.
  void tell(Consumer<ChannelListener> call) {
    network.call(
        () -> {
          synchronized (network) {
            if (closed) {
              return;
            }
          }
          try {
            call.accept(context.listener());
          } catch (RuntimeException e) {
            // As the listener's contract says, it harms nobody; a simulation has no log.
          }
        });
  }

  /// The connection of `lane` has ended, unless it was replaced before.
  void ended(Lane lane, NodeId other) {
    @Nullable Peer peer = peers.get(other);
    if (peer != null && peer.lane == lane) {
      peer.lane = null;
    }
    tell(listener -> listener.disconnected(other));
  }

  private static void breakLane(Peer peer) {
    if (peer.lane != null) {
      peer.lane.breakConnection();
    }
  }

  @Override
  public void disconnect(NodeId node) {
    synchronized (network) {
      @Nullable Peer peer = peers.get(node);
      if (peer != null) {
        breakLane(peer);
        peers.remove(node);
      }
    }
  }

  @Override
  public boolean send(NodeId to, Channel channel, Bytes message) {
    checkChannel(channel, message.size());
    synchronized (network) {
      @Nullable Lane lane = lane(to);
      return lane != null && lane.send(channel, message);
    }
  }

  private void checkChannel(Channel channel, int size) {
    if (!context.channels().contains(channel)) {
      throw new IllegalArgumentException("there is no channel " + channel);
    }
    if (size > channel.messageBytesMax()) {
      throw new IllegalArgumentException(
          "message of channel %s is %d bytes, at most %d allowed"
              .formatted(channel, size, channel.messageBytesMax()));
    }
  }

  private @Nullable Lane lane(NodeId to) {
    @Nullable Peer peer = peers.get(to);
    return peer == null ? null : peer.lane;
  }

  @Override
  public void resume(NodeId from, Channel channel) {
    synchronized (network) {
      @Nullable Lane lane = lane(from);
      if (lane != null) {
        lane.opposite().resume(channel);
      }
    }
  }

  @Override
  public BulkOutput openStream(NodeId to, Channel channel, Bytes header) throws IOException {
    checkChannel(channel, header.size());
    synchronized (network) {
      @Nullable Lane lane = lane(to);
      if (lane == null) {
        throw new IOException("node %s is not connected".formatted(to));
      }
      return lane.openStream(channel, header);
    }
  }

  @Override
  public List<PeerStatus> peers() {
    synchronized (network) {
      List<PeerStatus> statuses = new ArrayList<>();
      for (Peer peer : peers.values()) {
        @Nullable Lane lane = peer.lane;
        statuses.add(
            new PeerStatus(
                peer.address,
                lane != null,
                lane == null ? 0 : lane.queuedBytes(),
                lane == null ? peer.detail : ""));
      }
      return statuses;
    }
  }

  @Override
  public void close() {
    synchronized (network) {
      closed = true;
      network.unbind(this);
      List.copyOf(peers.values()).forEach(SimulatedTransport::breakLane);
      peers.clear();
    }
  }
}
