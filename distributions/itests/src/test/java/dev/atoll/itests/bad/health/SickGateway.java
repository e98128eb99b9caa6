package dev.atoll.itests.bad.health;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.HealthCheck;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;

final class SickGateway implements Gateway, HealthCheck {

  @Override
  public Health check() {
    return new Health(Status.DOWN, "has a cold", new LinkedHashMap<>());
  }

  @Override
  public String protocol() {
    return "none";
  }

  @Override
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("nowhere", 0);
  }

  @Override
  public boolean drain(Duration limit) {
    return true;
  }

  @Override
  public void close() {}
}
