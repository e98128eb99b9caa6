package dev.atoll.itests.bad.endless;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import jakarta.inject.Inject;
import java.util.concurrent.locks.LockSupport;

final class EndlessEngine implements WasmEngine {

  /// It leaves the processor to others, which an engine that counts nothing would not.
  private static final long PARK_NANOS = 1_000_000;

  private final WasmEngine right;

  @Inject
  EndlessEngine(WasmEngine right) {
    this.right = right;
  }

  @Override
  public EngineTraits traits() {
    EngineTraits traits = right.traits();
    return new EngineTraits(
        "endless", "0", traits.meters(), traits.heapSizeBytesMax(), traits.stackSizeBytes());
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
    CompiledModule module = right.compile(source, cache);
    return new CompiledModule() {

      @Override
      public WasmInstance instantiate(InstanceEnvironment environment) {
        return new Instance(module.instantiate(environment));
      }

      @Override
      public void close() {
        module.close();
      }
    };
  }

  private record Instance(WasmInstance instance) implements WasmInstance {

    @Override
    public void invoke(String export) {
      while (true) {
        LockSupport.parkNanos(PARK_NANOS);
        Thread.interrupted(); // it does not listen
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
