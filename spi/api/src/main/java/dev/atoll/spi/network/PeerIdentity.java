package dev.atoll.spi.network;

import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;

/// Who a node is: the id that follows from its key.
///
/// @param node the self-authenticating principal of the key
/// @param derPublicKey an Ed25519 key as DER SubjectPublicKeyInfo (RFC 8410, 44 bytes), as
///     [dev.atoll.spi.crypto.NodeKey#derPublicKey]
public record PeerIdentity(NodeId node, Bytes derPublicKey) {

  public PeerIdentity {
    NodeId expected = idOf(derPublicKey);
    if (!node.equals(expected)) {
      throw new IllegalArgumentException(
          "node is %s, expected %s, which follows from its key".formatted(node, expected));
    }
  }

  public static PeerIdentity of(Bytes derPublicKey) {
    return new PeerIdentity(idOf(derPublicKey), derPublicKey);
  }

  private static NodeId idOf(Bytes derPublicKey) {
    return new NodeId(Principal.selfAuthenticating(derPublicKey.unsafeArray()));
  }

  /// The id of the node.
  @Override
  public String toString() {
    return node.toString();
  }
}
