package dev.atoll.itests.bad.endless;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;

/// An engine that compiles with the engine of the node, and ends no execution.
@NodeBundle
@RequiresService(WasmEngine.class)
@ProvidesService(WasmEngine.class)
public final class EndlessModule extends PluginModule {

  @Override
  protected void configure() {
    imports(WasmEngine.class);
    exports(WasmEngine.class, EndlessEngine.class);
  }
}
