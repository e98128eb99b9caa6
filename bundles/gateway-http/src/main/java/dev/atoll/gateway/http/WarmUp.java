package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.ListenerLease;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Has a second gateway, on a port that nobody knows, answer requests of every kind, until the code
/// that all gateways of this bundle share is loaded, and compiled where it is used most.
///
/// Neither the subnet nor metrics nor filters notice. Without it the first clients of a gateway
/// that takes over wait about as long as the first of these requests takes, some 50 ms.
final class WarmUp {

  /// Each brings a request of every kind. About when the JVM begins to compile.
  private static final int CONNECTIONS = 40;

  /// On a machine with nothing to spare what was done until then has to do.
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /// The clients of the present gateway go first.
  private static final Duration BETWEEN = Duration.ofMillis(2);

  private static final int TIMEOUT_MILLIS = 10_000;

  private static final int BODY_BYTES = 300;

  private final GatewayConfig config;

  WarmUp(GatewayConfig config) {
    this.config = config;
  }

  /// A listener of its own.
  private record Loopback(ServerSocketChannel channel, InetSocketAddress address)
      implements ListenerLease {

    @Override
    public String name() {
      return "warm-up";
    }
  }

  /// @return how many requests were answered
  int run() throws IOException, InterruptedException {
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      Loopback listener = new Loopback(channel, (InetSocketAddress) channel.getLocalAddress());
      try (HttpGateway gateway =
          new HttpGateway(
              config,
              new WarmSubnet(),
              listener,
              new Mounts(config),
              new Filters(config),
              Metrics.none())) {
        gateway.start();
        return ask(listener.address());
      }
    }
  }

  private static int ask(InetSocketAddress address) throws IOException, InterruptedException {
    byte[] requests = requests().getBytes(StandardCharsets.US_ASCII);
    long end = System.nanoTime() + LIMIT.toNanos();
    int answered = 0;
    for (int i = 0; i < CONNECTIONS && System.nanoTime() < end; i++) {
      try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(requests);
        String answers =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        answered += answers.split("HTTP/1.1 [0-9]", -1).length - 1;
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
    }
    return answered;
  }

  /// One connection's; the last one ends it.
  private static String requests() {
    String canister = "/canister/" + Principal.ofCanisterIndex(0);
    StringBuilder requests = new StringBuilder();
    requests.append("GET /api/v2/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
    List<String> paths =
        List.of(
            "/api/v2" + canister + "/query",
            "/api/v3" + canister + "/call",
            "/api/v2" + canister + "/read_state",
            "/api/v2" + canister + "/call");
    for (String path : paths) {
      boolean last = path.equals(paths.getLast());
      requests
          .append("POST %s HTTP/1.1\r\nHost: localhost\r\n".formatted(path))
          .append("Content-Type: application/cbor\r\n")
          .append("Content-Length: %d\r\n".formatted(BODY_BYTES))
          .append(last ? "Connection: close\r\n\r\n" : "\r\n")
          .append("x".repeat(BODY_BYTES));
    }
    return requests.toString();
  }
}
