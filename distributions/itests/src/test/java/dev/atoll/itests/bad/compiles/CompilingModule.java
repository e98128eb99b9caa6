package dev.atoll.itests.bad.compiles;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// An engine that compiles for ever.
@NodeBundle
@ProvidesService(WasmEngine.class)
public final class CompilingModule extends PluginModule {

  @Override
  protected void configure() {
    exports(WasmEngine.class, CompilingEngine.class);
  }
}
