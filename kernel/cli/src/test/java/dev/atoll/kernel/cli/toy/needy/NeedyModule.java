package dev.atoll.kernel.cli.toy.needy;

import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.RequiresService;

/// Waits for the service of the other toy.
@NodeBundle
@RequiresService(HealthCheck.class)
public final class NeedyModule extends PluginModule {

  @Override
  protected void configure() {
    imports(HealthCheck.class);
  }
}
