package dev.atoll.itests.engine;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;

/// An engine that has another one do its work, but for what [#invoke] does to exports.
public abstract class ForwardingEngine implements WasmEngine {

  private final WasmEngine right;

  protected ForwardingEngine(WasmEngine right) {
    this.right = right;
  }

  /// Runs an export.
  ///
  /// @param instance of the other engine
  protected abstract void invoke(
      WasmInstance instance, String export, InstanceEnvironment environment);

  @Override
  public EngineTraits traits() {
    return right.traits();
  }

  /// The traits of the other engine under another name.
  protected final EngineTraits traitsAs(String name) {
    EngineTraits traits = right.traits();
    return new EngineTraits(
        name, "0", traits.meters(), traits.heapSizeBytesMax(), traits.stackSizeBytes());
  }

  @Override
  public final CompiledModule compile(ModuleSource source, CodeCache cache) {
    CompiledModule module = right.compile(source, cache);
    return new CompiledModule() {

      @Override
      public WasmInstance instantiate(InstanceEnvironment environment) {
        return new Instance(module.instantiate(environment), environment);
      }

      @Override
      public void close() {
        module.close();
      }
    };
  }

  private final class Instance implements WasmInstance {

    private final WasmInstance instance;

    private final InstanceEnvironment environment;

    Instance(WasmInstance instance, InstanceEnvironment environment) {
      this.instance = instance;
      this.environment = environment;
    }

    @Override
    public void invoke(String export) {
      ForwardingEngine.this.invoke(instance, export, environment);
    }

    @Override
    public void invokeTable(long index, long argument) {
      instance.invokeTable(index, argument);
    }

    @Override
    public long[] globals() {
      return instance.globals();
    }

    @Override
    public void setGlobals(long[] values) {
      instance.setGlobals(values);
    }

    @Override
    public void close() {
      instance.close();
    }
  }
}
