package dev.atoll.spi.gateway;

import dev.atoll.types.Principal;
import java.net.InetSocketAddress;

/// What an [IngressFilter] decides on: the head of a request, and where it came from.
///
/// @param kind what is asked for
/// @param target the canister or subnet of the URL
/// @param sender who says that it asks: the signature is checked later, and a request that is not
///     the sender's own is refused then
/// @param method the method of the canister; empty for read_state
/// @param sizeBytes of the whole request
/// @param remote the other end of the connection, which may be a proxy
public record FilterRequest(
    Kind kind,
    Principal target,
    Principal sender,
    String method,
    int sizeBytes,
    InetSocketAddress remote) {

  /// The kinds of requests that a filter sees.
  public enum Kind {
    CALL,
    QUERY,
    READ_STATE
  }
}
