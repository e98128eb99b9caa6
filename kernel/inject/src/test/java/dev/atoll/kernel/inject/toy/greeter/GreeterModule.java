package dev.atoll.kernel.inject.toy.greeter;

import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;
import java.util.Map;

@NodeBundle
@RequiresService(Journal.class)
@ProvidesService({Greeter.class, HealthCheck.class})
public final class GreeterModule extends PluginModule {

  @Override
  protected void configure() {
    config(GreeterConfig.class);
    imports(Journal.class);
    exports(Greeter.class, PoliteGreeter.class, Map.of("style", "polite"));
    exports(HealthCheck.class, PoliteGreeter.class);
  }
}
