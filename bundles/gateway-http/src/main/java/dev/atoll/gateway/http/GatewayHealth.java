package dev.atoll.gateway.http;

import com.google.inject.Inject;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.kernel.HealthCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Tells operators how busy the gateway is.
final class GatewayHealth implements HealthCheck {

  private final HttpGateway gateway;

  private final Mounts mounts;

  @Inject
  GatewayHealth(HttpGateway gateway, Mounts mounts) {
    this.gateway = gateway;
    this.mounts = mounts;
  }

  @Override
  public Health check() {
    HttpGateway.Load load = gateway.load();
    LinkedHashMap<String, String> facts = new LinkedHashMap<>();
    facts.put("connections", Integer.toString(load.connections()));
    facts.put("requests under way", Integer.toString(load.asking()));
    facts.put("calls waiting", Integer.toString(load.waiting()));
    facts.put("body bytes", Long.toString(load.bodyBytes()));
    facts.put("requests refused", Long.toString(load.refusals()));
    if (!mounts.places().isEmpty()) {
      facts.put(
          "mounts",
          mounts.places().stream().map(MountPoint::toString).collect(Collectors.joining(", ")));
    }
    if (!load.listening()) {
      return new Health(
          Status.DOWN, "http on " + gateway.address() + " accepts no connections", facts);
    }
    List<String> conflicts = mounts.conflicts();
    return conflicts.isEmpty()
        ? new Health(Status.UP, "http on " + gateway.address(), facts)
        : new Health(Status.DEGRADED, String.join("; ", conflicts), facts);
  }
}
