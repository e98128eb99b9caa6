package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;

final class InterpretedEngineTest extends WasmEngineContract {

  @Override
  protected WasmEngine engine() {
    return new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.INTERPRETED));
  }

  @Override
  public boolean runsVectors() {
    return false;
  }
}
