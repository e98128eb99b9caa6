package dev.atoll.itests.bad.diverges;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import jakarta.inject.Inject;

final class DivergingEngine implements WasmEngine {

  private final WasmEngine right;

  @Inject
  DivergingEngine(WasmEngine right) {
    this.right = right;
  }

  @Override
  public EngineTraits traits() {
    EngineTraits traits = right.traits();
    return new EngineTraits(
        "diverging", "0", traits.meters(), traits.heapSizeBytesMax(), traits.stackSizeBytes());
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
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

  private record Instance(WasmInstance instance, InstanceEnvironment environment)
      implements WasmInstance {

    @Override
    public void invoke(String export) {
      instance.invoke(export);
      environment.instructions().charge(1);
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
