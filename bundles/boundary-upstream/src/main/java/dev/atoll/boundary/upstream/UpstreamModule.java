package dev.atoll.boundary.upstream;

import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// Gives gateways a subnet that other nodes run.
@NodeBundle
@ProvidesService({SubnetClient.class, HealthCheck.class})
public final class UpstreamModule extends PluginModule {

  @Override
  protected void configure() {
    config(UpstreamConfig.class);
    exports(SubnetClient.class, UpstreamSubnet.class);
    exports(HealthCheck.class, UpstreamHealth.class);
  }
}
