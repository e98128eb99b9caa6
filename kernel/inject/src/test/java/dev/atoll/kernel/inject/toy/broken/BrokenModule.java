package dev.atoll.kernel.inject.toy.broken;

import dev.atoll.kernel.inject.toy.api.Caller;
import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import jakarta.inject.Inject;

/// Forgets to import what it injects.
@NodeBundle
@ProvidesService(Caller.class)
public final class BrokenModule extends PluginModule {

  @Override
  protected void configure() {
    exports(Caller.class, Needy.class);
  }

  static final class Needy implements Caller {

    private final Greeter greeter;

    @Inject
    Needy(Greeter greeter) {
      this.greeter = greeter;
    }

    @Override
    public String call(String name) {
      return greeter.greet(name);
    }
  }
}
