package dev.atoll.spi.gateway;

import dev.atoll.types.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/// A request for a mount, received whole.
///
/// Nothing in it was checked but that it is HTTP and that the path has no `.` or `..` segment.
///
/// @param method such as `GET`; the body of an answer to `HEAD` is not sent
/// @param host the host that the client asked for, in lower case without a port; empty if it did
///     not say
/// @param path as it was sent: with percent-encoding, without the query; begins with `/`
/// @param query what follows `?`, as it was sent; empty if there is none
/// @param headers by name in lower case, in the order in which they were sent
/// @param body empty if there is none
/// @param remote the other end of the connection, which may be a proxy
public record MountRequest(
    String method,
    String host,
    String path,
    String query,
    Map<String, List<String>> headers,
    Bytes body,
    InetSocketAddress remote) {

  public MountRequest {
    headers = Map.copyOf(headers);
  }

  /// The first header of this name, in lower case; empty if there is none.
  public String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /// What the path says beyond the path of `mount`: empty or beginning with `/`.
  ///
  /// @throws IllegalArgumentException if the request is for another place
  public String pathBelow(MountPoint mount) {
    if (!mount.covers(path)) {
      throw new IllegalArgumentException(path + " is not below " + mount.path());
    }
    return mount.path().equals("/") ? path : path.substring(mount.path().length());
  }
}
