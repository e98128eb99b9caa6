package dev.atoll.replica.execution;

import dev.atoll.replica.systemapi.Faults;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.instrument.Instrumenter;
import java.util.Iterator;
import java.util.LinkedHashMap;

/// Compiled modules by the hash of what was uploaded, shared by all canisters that run them.
///
/// Safe for use from any thread: one module is compiled at a time. What is kept here decides about
/// speed only.
public final class CodeStore implements AutoCloseable {

  /// Modules kept compiled; the one used least recently goes first.
  public static final int MODULES_MAX = 500;

  private final WasmEngine engine;

  private final CodeCache cache;

  private final LinkedHashMap<Bytes, CompiledModule> compiled =
      new LinkedHashMap<>(16, 0.75f, true);

  public CodeStore(WasmEngine engine, CodeCache cache) {
    this.engine = engine;
    this.cache = cache;
  }

  public EngineTraits traits() {
    return engine.traits();
  }

  /// Checks an upload by all rules for canister modules.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if it breaks one
  static ValidatedModule validate(Bytes upload) {
    try {
      return ValidatedModule.ofCanister(upload);
    } catch (WasmException e) {
      throw Faults.invalidModule(String.valueOf(e.getMessage()));
    }
  }

  /// The code of a module, compiled now if it was not before.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if the engine cannot run it
  synchronized CompiledModule compiled(ValidatedModule module) {
    CompiledModule known = compiled.get(module.moduleHash());
    if (known != null) {
      return known;
    }
    CompiledModule made;
    try {
      made = engine.compile(new Source(module), cache);
    } catch (EngineException | WasmException e) {
      throw Faults.engine(String.valueOf(e.getMessage()));
    }
    compiled.put(module.moduleHash(), made);
    if (compiled.size() > MODULES_MAX) {
      Iterator<CompiledModule> oldest = compiled.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    return made;
  }

  @Override
  public synchronized void close() {
    compiled.values().forEach(CompiledModule::close);
    compiled.clear();
  }

  /// What an engine may ask of a module.
  private record Source(ValidatedModule validated) implements ModuleSource {

    @Override
    public InstrumentedModule instrumented(InstrumentationOptions options) {
      return Instrumenter.instrument(validated, options);
    }
  }
}
