package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;

/// The contract with functions split as finely as can be.
final class SplitEngineTest extends WasmEngineContract {

  static final CompilerOptions SPLIT = new CompilerOptions(8, false, 160);

  @Override
  protected WasmEngine engine() {
    return new JvmEngine(SPLIT);
  }
}
