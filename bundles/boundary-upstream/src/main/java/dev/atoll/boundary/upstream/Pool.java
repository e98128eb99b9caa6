package dev.atoll.boundary.upstream;

import com.google.inject.Inject;
import dev.atoll.boundary.upstream.Upstream.Probe;
import dev.atoll.spi.gateway.SubnetStatus.Health;
import dev.atoll.types.Bytes;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The upstream nodes, in the order in which they are to be asked. Safe for use by several threads.
@Singleton
final class Pool implements AutoCloseable {

  private final List<Upstream> upstreams;
  private final HttpClient http;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Bytes rootKey;

  @Inject
  Pool(UpstreamConfig config) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.upstreams = config.urls().stream().map(url -> new Upstream(url, http, config)).toList();
    this.rootKey = Bytes.ofHex(config.rootKey());
  }

  List<Upstream> all() {
    return upstreams;
  }

  /// Asks every node how it is, one after the other. The first that answers says which subnet this
  /// is if the configuration does not; a node of another is not used.
  void probe() throws InterruptedException {
    for (Upstream upstream : upstreams) {
      upstream.probe();
      if (upstream.last() instanceof Probe.Answered answered) {
        if (rootKey.isEmpty()) {
          rootKey = answered.rootKey();
        }
        if (!answered.rootKey().equals(rootKey)) {
          upstream.failed(
              "has the root key %s, expected %s"
                  .formatted(answered.rootKey().toHex(), rootKey.toHex()));
        }
      }
    }
  }

  /// What a node that can answer said last; of several the one with the newest state.
  Optional<Probe.Answered> newest() {
    return upstreams.stream()
        .map(Upstream::last)
        .filter(Probe.Answered.class::isInstance)
        .map(Probe.Answered.class::cast)
        .max(Comparator.comparing(Probe.Answered::certifiedHeight));
  }

  /// All nodes: those that were healthy first, each request beginning with another; then the rest,
  /// for they may have come back.
  List<Upstream> inTurn() {
    List<Upstream> healthy = upstreams.stream().filter(Pool::isHealthy).toList();
    List<Upstream> order = new ArrayList<>();
    if (!healthy.isEmpty()) {
      int first = Math.floorMod(turn.getAndIncrement(), healthy.size());
      order.addAll(healthy.subList(first, healthy.size()));
      order.addAll(healthy.subList(0, first));
    }
    upstreams.stream().filter(u -> !order.contains(u) && !isOfAnotherSubnet(u)).forEach(order::add);
    return order;
  }

  static boolean isHealthy(Upstream upstream) {
    return upstream.last() instanceof Probe.Answered answered
        && answered.health() == Health.HEALTHY;
  }

  private static boolean isOfAnotherSubnet(Upstream upstream) {
    return upstream.last() instanceof Probe.Failed(String cause)
        && cause.startsWith("has the root key");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
