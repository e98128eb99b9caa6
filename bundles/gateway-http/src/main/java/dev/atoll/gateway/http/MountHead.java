package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.types.Bytes;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The head of a request for a mount, copied out of Netty's objects.
record MountHead(
    String method, String host, String path, String query, Map<String, List<String>> headers) {

  static MountHead of(HttpRequest request, Target target) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(header.getValue());
    }
    headers.replaceAll((name, values) -> List.copyOf(values));
    return new MountHead(
        request.method().name(), target.host(), target.path(), target.query(), headers);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  MountRequest request(Bytes body, InetSocketAddress remote) {
    return new MountRequest(method, host, path, query, headers, body, remote);
  }
}
