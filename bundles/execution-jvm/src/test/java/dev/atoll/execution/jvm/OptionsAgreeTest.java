package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.fuzz.EnginesAgreeContract;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import org.junit.jupiter.api.Nested;

/// The options of the compiler change nothing that can be seen.
final class OptionsAgreeTest {

  /// Methods so small that nearly every function is split.
  static final CompilerOptions FINELY_SPLIT = new CompilerOptions(1, false, 120);

  /// Everything in memory, and split besides.
  static final CompilerOptions SPILLED = new CompilerOptions(1, false, 600, true);

  abstract static class Usual extends EnginesAgreeContract {

    @Override
    protected WasmEngine oracle() {
      return new JvmEngine(CompilerOptions.DEFAULT);
    }

    @Override
    protected FuzzFeatures features() {
      return FuzzFeatures.all();
    }
  }

  /// NaNs made canonical only where they can be seen are the same as those made canonical at once,
  /// and it makes no difference how many functions share a class.
  @Nested
  final class NansMadeCanonicalAtOnce extends Usual {

    @Override
    protected WasmEngine engine() {
      return new JvmEngine(new CompilerOptions(1, true));
    }
  }

  /// It makes no difference over how many methods a function is spread.
  @Nested
  final class FunctionsSplitFinely extends Usual {

    @Override
    protected WasmEngine engine() {
      return new JvmEngine(FINELY_SPLIT);
    }

    @Override
    protected long functions() {
      return 3_000;
    }
  }

  /// It makes no difference whether locals and operands lie where the JVM has them or in memory.
  @Nested
  final class EverythingSpilled extends Usual {

    @Override
    protected WasmEngine engine() {
      return new JvmEngine(SPILLED);
    }

    @Override
    protected long functions() {
      return 3_000;
    }
  }
}
