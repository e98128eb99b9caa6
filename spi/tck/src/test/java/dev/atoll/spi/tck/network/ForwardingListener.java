package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.BulkInput;
import dev.atoll.spi.network.Channel;
import dev.atoll.spi.network.ChannelListener;
import dev.atoll.spi.network.PeerIdentity;
import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;

/// A listener that tells everything to another.
class ForwardingListener implements ChannelListener {

  private final ChannelListener other;

  ForwardingListener(ChannelListener other) {
    this.other = other;
  }

  @Override
  public void connected(PeerIdentity peer) {
    other.connected(peer);
  }

  @Override
  public void disconnected(NodeId node) {
    other.disconnected(node);
  }

  @Override
  public boolean received(NodeId from, Channel channel, Bytes message) {
    return other.received(from, channel, message);
  }

  @Override
  public void writable(NodeId to, Channel channel) {
    other.writable(to, channel);
  }

  @Override
  public void opened(NodeId from, Channel channel, Bytes header, BulkInput stream) {
    other.opened(from, channel, header, stream);
  }
}
