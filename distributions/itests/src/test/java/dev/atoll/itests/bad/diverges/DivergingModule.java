package dev.atoll.itests.bad.diverges;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;

/// An engine that has the engine of the node do its work, and counts one instruction more.
@NodeBundle
@RequiresService(WasmEngine.class)
@ProvidesService(WasmEngine.class)
public final class DivergingModule extends PluginModule {

  @Override
  protected void configure() {
    imports(WasmEngine.class);
    exports(WasmEngine.class, DivergingEngine.class);
  }
}
