package dev.atoll.spi.network;

import dev.atoll.spi.crypto.NodeKey;
import java.util.List;

/// What a transport is made from.
///
/// @param self the identity of this node; its key is that of `key`
/// @param key proves the identity to peers
/// @param channels all that there are, with different ids
/// @param listener told of everything that comes in
public record TransportContext(
    PeerIdentity self, NodeKey key, List<Channel> channels, ChannelListener listener) {

  public TransportContext {
    channels = List.copyOf(channels);
    if (channels.stream().map(Channel::id).distinct().count() < channels.size()) {
      throw new IllegalArgumentException("two channels have the same id: " + channels);
    }
    if (!self.derPublicKey().equals(key.derPublicKey())) {
      throw new IllegalArgumentException("the key is not that of the node " + self);
    }
  }
}
