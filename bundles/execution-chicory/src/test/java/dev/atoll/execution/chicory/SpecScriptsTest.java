package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.spec.SpecScriptContract;
import java.util.List;
import java.util.Map;

/// Compiled and interpreted code run the scripts of the specification and agree in all counts.
final class SpecScriptsTest extends SpecScriptContract {

  private static final int COMMANDS_ON_VECTORS = 24_685;

  @Override
  protected List<WasmEngine> engines() {
    return List.of(
        new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.COMPILED)),
        new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.INTERPRETED)));
  }

  @Override
  protected Map<String, Integer> lacks(WasmEngine engine) {
    return Map.of("the engine does not support vector instructions (SIMD)", COMMANDS_ON_VECTORS);
  }
}
