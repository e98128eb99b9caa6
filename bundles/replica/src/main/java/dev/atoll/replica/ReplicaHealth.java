package dev.atoll.replica;

import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.spi.kernel.HealthCheck;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Tells operators how the replica is.
final class ReplicaHealth implements HealthCheck {

  private final Replica replica;

  @Inject
  ReplicaHealth(Replica replica) {
    this.replica = replica;
  }

  @Override
  public Health check() {
    SubnetStatus status = replica.status();
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("subnet", status.subnetId().toString());
    facts.put("certified height", status.certifiedHeight().toString());
    @Nullable String failure = replica.failure();
    if (failure != null) {
      return new Health(Status.DOWN, failure, facts);
    }
    boolean healthy = status.health() == SubnetStatus.Health.HEALTHY;
    return new Health(
        healthy ? Status.UP : Status.DOWN,
        healthy
            ? "certified height " + status.certifiedHeight()
            : "replica is " + status.health().text(),
        facts);
  }
}
