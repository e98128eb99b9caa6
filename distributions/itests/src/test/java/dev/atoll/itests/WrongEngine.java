package dev.atoll.itests;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import java.util.function.Consumer;

/// An engine that does right but for something after each run of one export.
///
/// @param export the full name, such as `canister_update inc`
/// @param mistake what it does to where the instance runs
record WrongEngine(WasmEngine right, String export, Consumer<InstanceEnvironment> mistake)
    implements WasmEngine {

  @Override
  public EngineTraits traits() {
    return right.traits();
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

  private final class Instance implements WasmInstance {

    private final WasmInstance instance;

    private final InstanceEnvironment environment;

    Instance(WasmInstance instance, InstanceEnvironment environment) {
      this.instance = instance;
      this.environment = environment;
    }

    @Override
    public void invoke(String name) {
      instance.invoke(name);
      if (name.equals(export)) {
        mistake.accept(environment);
      }
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
