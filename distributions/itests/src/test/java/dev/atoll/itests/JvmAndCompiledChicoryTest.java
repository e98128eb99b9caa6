package dev.atoll.itests;

import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.fuzz.EnginesAgreeContract;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;

/// Our own engine does with generated modules what Chicory's compiler makes of them.
final class JvmAndCompiledChicoryTest extends EnginesAgreeContract {

  @Override
  protected WasmEngine engine() {
    return RealEngines.jvm();
  }

  @Override
  protected WasmEngine oracle() {
    return RealEngines.chicory(ChicoryConfig.Mode.COMPILED_ONLY);
  }

  @Override
  protected WasmEngine arbiter() {
    return RealEngines.chicory(ChicoryConfig.Mode.INTERPRETED);
  }

  @Override
  protected FuzzFeatures features() {
    return RealEngines.compiledByChicory();
  }

  @Override
  protected boolean refusalsAllowed() {
    return true;
  }
}
