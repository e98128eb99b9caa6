package dev.atoll.execution.jvm;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// Wires the bundle: it needs nothing and exports the engine.
@NodeBundle
@ProvidesService(WasmEngine.class)
public final class JvmModule extends PluginModule {

  @Override
  protected void configure() {
    config(JvmConfig.class);
    exports(WasmEngine.class, JvmEngine.class);
  }
}
