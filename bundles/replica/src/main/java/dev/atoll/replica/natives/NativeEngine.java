package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import java.util.Optional;

/// An engine that runs code in Java where a module stands for it, and leaves the rest to another.
public final class NativeEngine implements WasmEngine {

  private final WasmEngine wasm;

  private final NativeCodes codes;

  public NativeEngine(WasmEngine wasm, NativeCodes codes) {
    this.wasm = wasm;
    this.codes = codes;
  }

  @Override
  public EngineTraits traits() {
    return wasm.traits();
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
    Optional<String> name = NativeModule.nameOf(source.validated());
    if (name.isEmpty()) {
      return wasm.compile(source, cache);
    }
    Optional<CanisterCode> code = codes.find(source.validated());
    return code.isPresent() ? new Compiled(code.get()) : new Missing(name.get());
  }

  /// Code that was on this node and is no more. It can be upgraded from, and not be run.
  private record Missing(String name) implements CompiledModule {

    @Override
    public WasmInstance instantiate(InstanceEnvironment environment) {
      return new MissingInstance(name);
    }

    @Override
    public void close() {}
  }

  private record Compiled(CanisterCode code) implements CompiledModule {

    @Override
    public WasmInstance instantiate(InstanceEnvironment environment) {
      return new NativeInstance(code, environment);
    }

    @Override
    public void close() {}
  }
}
