package com.example.statuspage;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;

/// Asks for the subnet, offers a mount; gateways find it by themselves.
@NodeBundle
@RequiresService(SubnetClient.class)
@ProvidesService(HttpMount.class)
public final class StatusPageModule extends PluginModule {

  @Override
  protected void configure() {
    config(StatusPageConfig.class);
    imports(SubnetClient.class);
    exports(HttpMount.class, StatusPage.class);
  }
}
