package dev.atoll.replica.testing;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// An engine that does something more after each export that it has run, and counts what it is used
/// for.
public final class SpyEngine implements WasmEngine {

  private final WasmEngine right = Chicory.engine();

  private final Consumer<InstanceEnvironment> mistake;

  private final AtomicInteger invocations = new AtomicInteger();

  private final AtomicInteger openModules = new AtomicInteger();

  public SpyEngine() {
    this(environment -> {});
  }

  public SpyEngine(Consumer<InstanceEnvironment> mistake) {
    this.mistake = mistake;
  }

  public int invocations() {
    return invocations.get();
  }

  /// Modules that were compiled and not closed.
  public int openModules() {
    return openModules.get();
  }

  @Override
  public EngineTraits traits() {
    return right.traits();
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
    CompiledModule module = right.compile(source, cache);
    openModules.incrementAndGet();
    return new CompiledModule() {

      @Override
      public WasmInstance instantiate(InstanceEnvironment environment) {
        return new Instance(module.instantiate(environment), environment);
      }

      @Override
      public void close() {
        openModules.decrementAndGet();
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
      invocations.incrementAndGet();
      instance.invoke(name);
      mistake.accept(environment);
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
