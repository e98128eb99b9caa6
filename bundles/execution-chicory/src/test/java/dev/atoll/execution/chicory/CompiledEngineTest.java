package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;

final class CompiledEngineTest extends WasmEngineContract {

  @Override
  protected WasmEngine engine() {
    return new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.COMPILED));
  }

  @Override
  public boolean runsVectors() {
    return false;
  }
}
