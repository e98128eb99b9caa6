package dev.atoll.kernel.inject.toy.watcher;

import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.RequiresService;
import dev.atoll.spi.kernel.UsesServices;

@NodeBundle
@RequiresService(Journal.class)
@UsesServices(Greeter.class)
public final class WatcherModule extends PluginModule {

  @Override
  protected void configure() {
    imports(Journal.class);
    watches(Greeter.class, GreeterWatcher.class);
  }
}
