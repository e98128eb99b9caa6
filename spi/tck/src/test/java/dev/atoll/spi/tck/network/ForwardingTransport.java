package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.BulkOutput;
import dev.atoll.spi.network.Channel;
import dev.atoll.spi.network.PeerAddress;
import dev.atoll.spi.network.PeerStatus;
import dev.atoll.spi.network.Transport;
import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/// A transport that leaves everything to another, for those that get one thing wrong.
class ForwardingTransport implements Transport {

  private final Transport other;

  ForwardingTransport(Transport other) {
    this.other = other;
  }

  @Override
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    return other.listen(address);
  }

  @Override
  public void connect(PeerAddress peer) {
    other.connect(peer);
  }

  @Override
  public void disconnect(NodeId node) {
    other.disconnect(node);
  }

  @Override
  public boolean send(NodeId to, Channel channel, Bytes message) {
    return other.send(to, channel, message);
  }

  @Override
  public void resume(NodeId from, Channel channel) {
    other.resume(from, channel);
  }

  @Override
  public BulkOutput openStream(NodeId to, Channel channel, Bytes header) throws IOException {
    return other.openStream(to, channel, header);
  }

  @Override
  public List<PeerStatus> peers() {
    return other.peers();
  }

  @Override
  public void close() {
    other.close();
  }
}
