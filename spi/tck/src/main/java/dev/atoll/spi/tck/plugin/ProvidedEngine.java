package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedEngine extends WasmEngineContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected WasmEngine engine() {
    return plugin.newService(WasmEngine.class);
  }
}
