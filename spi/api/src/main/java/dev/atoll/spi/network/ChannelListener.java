package dev.atoll.spi.network;

import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import org.osgi.annotation.versioning.ProviderType;

/// What the core hears of its peers.
///
/// Called by threads of the transport. No method blocks: whoever needs time says so by the answer
/// of [#received], or reads a stream on a thread of its own. For one peer calls come one after the
/// other, and everything about a connection lies between [#connected] and [#disconnected]. What a
/// method throws is logged and harms nobody.
@ProviderType
public interface ChannelListener {

  /// A peer is there and has proved who it is.
  void connected(PeerIdentity peer);

  /// The connection has ended; messages on their way in both directions may be lost.
  void disconnected(NodeId node);

  /// A message came.
  ///
  /// @return false not to take it now: the transport keeps it and stops the channel of this peer,
  ///     until [Transport#resume] has it delivered again. Meanwhile the sender fills its queue
  boolean received(NodeId from, Channel channel, Bytes message);

  /// A queue that refused a message has room again.
  void writable(NodeId to, Channel channel);

  /// A stream was opened; reading goes on elsewhere. A core that does not want it aborts it.
  void opened(NodeId from, Channel channel, Bytes header, BulkInput stream);
}
