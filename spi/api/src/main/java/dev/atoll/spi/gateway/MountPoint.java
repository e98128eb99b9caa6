package dev.atoll.spi.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Where a mount is: under a host name or any, from a path downwards.
///
/// A request belongs to the mount with its host before one without, and then to the one with the
/// longest path. Paths are compared as they are sent, segment by segment: `/_/a` takes `/_/a` and
/// `/_/a/b`, and neither `/_/ab` nor `/_/%61`.
///
/// @param host a host name in lower case without a port, such as `status.localhost`; empty for any
/// @param path `/`, or segments of unreserved characters (RFC 3986), such as `/_/status`; not what
///     belongs to gateways: `/api` and `/health` with all below them
public record MountPoint(String host, String path) {

  public static final int PATH_CHARS_MAX = 256;

  /// Source: RFC 1035, "Size limits".
  public static final int HOST_CHARS_MAX = 253;

  /// First segments that agents and operators rely on.
  private static final List<String> RESERVED = List.of("api", "health");

  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~-]+)+");

  private static final Pattern HOST = Pattern.compile("([a-z0-9_-]+\\.)*[a-z0-9_-]+|");

  public MountPoint {
    if (path.length() > PATH_CHARS_MAX || host.length() > HOST_CHARS_MAX) {
      throw new IllegalArgumentException(
          "mount point has a host of %d and a path of %d characters, at most %d and %d allowed"
              .formatted(host.length(), path.length(), HOST_CHARS_MAX, PATH_CHARS_MAX));
    }
    if (!PATH.matcher(path).matches() || segments(path).stream().anyMatch(s -> isDots(s))) {
      throw new IllegalArgumentException(
          "mount path is '%s', expected / or segments such as /_/status".formatted(path));
    }
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "mount host is '%s', expected a name in lower case such as status.localhost"
              .formatted(host));
    }
    if (RESERVED.contains(segments(path).getFirst())) {
      throw new IllegalArgumentException(
          "mount path is %s, which belongs to the gateway: allowed is all but /%s"
              .formatted(path, String.join(" and /", RESERVED)));
    }
  }

  /// From `path` downwards, under every host name.
  public static MountPoint path(String path) {
    return new MountPoint("", path);
  }

  /// All paths under a host name.
  public static MountPoint host(String host) {
    return new MountPoint(host, "/");
  }

  /// Whether a request for `path` is for this place, as far as the path tells.
  ///
  /// @param path as it was sent, without the query
  public boolean covers(String path) {
    return this.path.equals("/")
        ? path.startsWith("/")
        : path.startsWith(this.path)
            && (path.length() == this.path.length() || path.charAt(this.path.length()) == '/');
  }

  /// The host and path, such as `status.localhost/` or `/_/status`.
  @Override
  public String toString() {
    return host + path;
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.substring(1).split("/", -1));
  }

  private static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }
}
