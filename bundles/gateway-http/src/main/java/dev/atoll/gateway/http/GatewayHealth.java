package dev.atoll.gateway.http;

import com.google.inject.Inject;
import dev.atoll.spi.kernel.HealthCheck;
import java.util.LinkedHashMap;

/// Tells operators how busy the gateway is.
final class GatewayHealth implements HealthCheck {

  private final HttpGateway gateway;

  @Inject
  GatewayHealth(HttpGateway gateway) {
    this.gateway = gateway;
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
    return load.listening()
        ? new Health(Status.UP, "http on " + gateway.address(), facts)
        : new Health(
            Status.DOWN, "http on " + gateway.address() + " accepts no connections", facts);
  }
}
