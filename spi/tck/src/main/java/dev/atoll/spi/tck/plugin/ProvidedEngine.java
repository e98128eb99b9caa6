package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedEngine extends WasmEngineContract {

  private static final int DROP = 0x1a;

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected WasmEngine engine() {
    return plugin.newService(WasmEngine.class);
  }

  /// Whether it takes a function with a vector; one that refuses it must refuse all of them.
  @Override
  public boolean runsVectors() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.function(List.of(), List.of(), List.of(), code -> code.v128(0, 0).op(DROP));
    try {
      lab().compile(module.build());
      return true;
    } catch (EngineException e) {
      if (!String.valueOf(e.getMessage()).contains("SIMD")) {
        throw e;
      }
      return false;
    }
  }
}
