package dev.atoll.spi.network;

import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// The connections of one node to its peers.
///
/// **Who.** Only peers that [#connect] named are connected to, whichever side dials, and only after
/// both ends have proved to have the key of the node that they claim to be. Between two nodes there
/// is one connection at a time. One that breaks is made again, for as long as the peer is named.
///
/// **Messages** of one channel arrive in the order in which they were sent, unchanged and at most
/// once. Whether one arrives nobody promises: when a connection breaks, any that were on their way
/// may be lost, and [ChannelListener#disconnected] tells of it. What must arrive is sent again by
/// who needs it.
///
/// **Priorities.** While several channels have messages for a peer, those of higher priority go
/// first. A channel that stands still never holds up another one.
///
/// **Back pressure.** What waits is bounded on both sides: see [#send] and
/// [ChannelListener#received].
///
/// Callable from any thread, also from within the listener. Nothing here blocks but [#close] and
/// the streams. Source of the model: reference implementation `rs/p2p/quic_transport`; figures and
/// traps of real transports: QUIC and TCP with TLS both do.
@ConsumerType
public interface Transport extends AutoCloseable {

  /// Accepts connections from now on; at most once.
  ///
  /// @param address with port 0 for any
  /// @return the address that was bound
  /// @throws IOException if it cannot be bound
  InetSocketAddress listen(InetSocketAddress address) throws IOException;

  /// Keeps a connection to a peer from now on. Naming it again with another address moves it there.
  void connect(PeerAddress peer);

  /// Ends the connection to a peer, and lets it not come back. Its streams fail.
  void disconnect(NodeId node);

  /// Queues a message.
  ///
  /// @return false if the peer is not connected, or if the queue of the channel has no room for the
  ///     message: then [ChannelListener#writable] tells when it is worth another attempt
  /// @throws IllegalArgumentException if the message is larger than the channel allows, or the
  ///     channel unknown
  boolean send(NodeId to, Channel channel, Bytes message);

  /// Delivers on a channel again that the listener stopped; see [ChannelListener#received].
  void resume(NodeId from, Channel channel);

  /// Opens a stream for data that is too large for a message.
  ///
  /// Streams have the priority of their channel and come after its messages.
  ///
  /// @param header what the other side needs to know of it, at most as large as a message
  /// @throws IOException if the peer is not connected
  BulkOutput openStream(NodeId to, Channel channel, Bytes header) throws IOException;

  /// The peers that [#connect] named, by id.
  List<PeerStatus> peers();

  /// Ends all connections and stops listening. Once it has returned the listener is not called any
  /// more. The second time it does nothing.
  @Override
  void close();
}
