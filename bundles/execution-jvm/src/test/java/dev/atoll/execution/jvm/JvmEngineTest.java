package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;

final class JvmEngineTest extends WasmEngineContract {

  @Override
  protected WasmEngine engine() {
    return new JvmEngine(CompilerOptions.DEFAULT);
  }
}
