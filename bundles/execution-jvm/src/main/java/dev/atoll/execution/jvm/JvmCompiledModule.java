package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.ModuleCode;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.wasm.ValidatedModule;
import org.jspecify.annotations.Nullable;

/// A module whose functions are compiled as they are called, by any of its instances.
///
/// Callable from any thread.
final class JvmCompiledModule implements CompiledModule {

  private final ValidatedModule validated;
  private volatile @Nullable ModuleCode code;

  JvmCompiledModule(ValidatedModule validated, ModuleCode code) {
    this.validated = validated;
    this.code = code;
  }

  @Override
  public WasmInstance instantiate(InstanceEnvironment environment) {
    ModuleCode current = code;
    if (current == null) {
      throw new IllegalStateException("module is closed");
    }
    return new Instantiation(validated.module(), current, environment).run();
  }

  @Override
  public void close() {
    code = null;
  }
}
