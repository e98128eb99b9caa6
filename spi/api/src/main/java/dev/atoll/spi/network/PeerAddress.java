package dev.atoll.spi.network;

/// A peer, and where it listens.
///
/// @param host a name or a literal address; looked up each time it is connected to
/// @param port 1 to 65535
public record PeerAddress(PeerIdentity identity, String host, int port) {

  public PeerAddress {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port is %d, expected 1 to 65535".formatted(port));
    }
  }

  @Override
  public String toString() {
    return "%s at %s:%d".formatted(identity, host, port);
  }
}
