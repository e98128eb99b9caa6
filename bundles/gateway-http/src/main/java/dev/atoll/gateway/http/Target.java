package dev.atoll.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a request is for, taken apart.
///
/// Source: RFC 9112, "Request Target".
///
/// @param host in lower case without a port; empty if the client did not say
/// @param path as it was sent
/// @param query as it was sent, without `?`; empty if there is none
record Target(String host, String path, String query) {

  static Target of(HttpRequest request) {
    String uri = request.uri();
    int fragment = uri.indexOf('#');
    String target = fragment < 0 ? uri : uri.substring(0, fragment);
    int mark = target.indexOf('?');
    String query = mark < 0 ? "" : target.substring(mark + 1);
    String beforeQuery = mark < 0 ? target : target.substring(0, mark);
    int scheme = beforeQuery.startsWith("/") ? -1 : beforeQuery.indexOf("://");
    if (scheme < 0) {
      @Nullable String host = request.headers().get(HttpHeaderNames.HOST);
      return new Target(host == null ? "" : withoutPort(host), beforeQuery, query);
    }
    int authority = scheme + 3;
    int slash = beforeQuery.indexOf('/', authority);
    int end = slash < 0 ? beforeQuery.length() : slash;
    return new Target(
        withoutPort(beforeQuery.substring(authority, end)),
        slash < 0 ? "/" : beforeQuery.substring(slash),
        query);
  }

  /// Whether the path has a segment `.` or `..`, in whatever spelling.
  boolean hasDots() {
    return Arrays.stream(path.split("/", -1))
        .map(segment -> segment.replace("%2e", ".").replace("%2E", "."))
        .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']'); // of an IPv6 address
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }
}
