package dev.atoll.boundary.upstream;

import com.google.inject.Inject;
import dev.atoll.boundary.upstream.Upstream.Probe;
import dev.atoll.spi.kernel.HealthCheck;
import java.util.LinkedHashMap;

/// Tells operators which upstream nodes answer.
///
/// A boundary node is up also while none does: it starts before them, and it answers that there is
/// none.
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
    pool.newest().ifPresent(n -> facts.put("root key", n.rootKey().toHex()));
    return new Health(
        Status.UP, "%d of %d upstreams are healthy".formatted(healthy, pool.all().size()), facts);
  }
}
