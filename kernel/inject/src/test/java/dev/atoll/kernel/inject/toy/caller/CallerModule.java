package dev.atoll.kernel.inject.toy.caller;

import dev.atoll.kernel.inject.toy.api.Caller;
import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;

@NodeBundle
@RequiresService(Greeter.class)
@RequiresService(Journal.class)
@ProvidesService(Caller.class)
public final class CallerModule extends PluginModule {

  @Override
  protected void configure() {
    imports(Greeter.class, "(style=polite)");
    imports(Journal.class);
    exports(Caller.class, GreetingCaller.class);
  }
}
