package dev.atoll.kernel.inject.toy.sloppy;

import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;

/// Imports without stating it.
@NodeBundle
public final class SloppyModule extends PluginModule {

  @Override
  protected void configure() {
    imports(Greeter.class);
  }
}
