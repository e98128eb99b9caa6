package dev.atoll.itests.bad.start;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// A gateway that does not start.
@NodeBundle
@ProvidesService(Gateway.class)
public final class FailingModule extends PluginModule {

  @Override
  protected void configure() {
    exports(Gateway.class, FailingGateway.class);
  }
}
