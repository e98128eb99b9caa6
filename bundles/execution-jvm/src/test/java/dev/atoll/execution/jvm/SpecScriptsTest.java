package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.spec.SpecScriptContract;
import java.util.List;

/// The engine runs the scripts of the specification, those on vectors among them, and agrees with
/// itself when it makes every NaN canonical at once, and when it splits functions as finely as can
/// be.
final class SpecScriptsTest extends SpecScriptContract {

  @Override
  protected List<WasmEngine> engines() {
    return List.of(
        new JvmEngine(CompilerOptions.DEFAULT),
        new JvmEngine(new CompilerOptions(1, true)),
        new JvmEngine(SplitEngineTest.SPLIT));
  }
}
