package dev.atoll.boundary.upstream;

import com.google.inject.Inject;
import dev.atoll.boundary.upstream.Upstream.Probe;
import dev.atoll.spi.kernel.HealthCheck;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;

/// Tells operators which upstream nodes answer.
///
/// While none does a boundary node is down: it tells clients to try later, is not ready yet if it
/// started before them, and is up as soon as one answers.
final class UpstreamHealth implements HealthCheck {

  private final Pool pool;

  @Inject
  UpstreamHealth(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Health check() {
    LinkedHashMap<String, String> facts = new LinkedHashMap<>();
    int healthy = 0;
    for (Upstream upstream : pool.all()) {
      facts.put(
          upstream.toString(),
          switch (upstream.last()) {
            case Probe.Answered answered ->
                "%s, certified height %s"
                    .formatted(answered.health().text(), answered.certifiedHeight());
            case Probe.Failed(String cause) -> cause;
          });
      healthy += Pool.isHealthy(upstream) ? 1 : 0;
    }
    String causes =
        facts.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining("; "));
    pool.newest().ifPresent(n -> facts.put("root key", n.rootKey().toHex()));
    return healthy == 0
        ? new Health(Status.DOWN, "no upstream is healthy: " + causes, facts)
        : new Health(
            Status.UP,
            "%d of %d upstreams are healthy".formatted(healthy, pool.all().size()),
            facts);
  }
}
