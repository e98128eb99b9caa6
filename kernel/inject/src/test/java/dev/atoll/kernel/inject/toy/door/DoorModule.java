package dev.atoll.kernel.inject.toy.door;

import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;

@NodeBundle
@RequiresService(Journal.class)
@ProvidesService(Gateway.class)
public final class DoorModule extends PluginModule {

  @Override
  protected void configure() {
    imports(Journal.class);
    exports(Gateway.class, Door.class);
  }
}
