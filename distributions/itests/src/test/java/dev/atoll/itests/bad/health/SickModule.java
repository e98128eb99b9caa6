package dev.atoll.itests.bad.health;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// A gateway that accepts nothing, and says so.
@NodeBundle
@ProvidesService({Gateway.class, HealthCheck.class})
public final class SickModule extends PluginModule {

  @Override
  protected void configure() {
    exports(Gateway.class, SickGateway.class);
    exports(HealthCheck.class, SickGateway.class);
  }
}
