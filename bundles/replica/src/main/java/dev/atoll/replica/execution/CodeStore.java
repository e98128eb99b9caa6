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
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Compiled modules by the hash of what was uploaded, shared by all canisters that run them.
///
/// Safe for use from any thread: each module is compiled once, and nobody waits for the compilation
/// of another. What is kept here decides about speed only.
public final class CodeStore implements AutoCloseable {

  /// Modules kept compiled; the one used least recently goes first.
  public static final int MODULES_MAX = 500;

  private final WasmEngine engine;

  private final CodeCache cache;

  private final LinkedHashMap<Bytes, FutureTask<CompiledModule>> compiled =
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
  CompiledModule compiled(ValidatedModule module) {
    Bytes hash = module.moduleHash();
    FutureTask<CompiledModule> task =
        enter(hash, new FutureTask<>(() -> engine.compile(new Source(module), cache)));
    task.run(); // does nothing when somebody else does it or has done it
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      leave(hash, task);
      throw translate(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException translate(ExecutionException e) {
    return switch (e.getCause()) {
      case EngineException cause -> Faults.engine(String.valueOf(cause.getMessage()));
      case WasmException cause -> Faults.engine(String.valueOf(cause.getMessage()));
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(e);
    };
  }

  private synchronized FutureTask<CompiledModule> enter(
      Bytes hash, FutureTask<CompiledModule> made) {
    FutureTask<CompiledModule> known = compiled.get(hash);
    if (known != null) {
      return known;
    }
    compiled.put(hash, made);
    if (compiled.size() > MODULES_MAX) {
      // Not closed: canisters that use it may make further instances.
      compiled.pollFirstEntry();
    }
    return made;
  }

  private synchronized void leave(Bytes hash, FutureTask<CompiledModule> failed) {
    compiled.remove(hash, failed);
  }

  @Override
  public synchronized void close() {
    for (FutureTask<CompiledModule> task : compiled.values()) {
      if (task.state() == Future.State.SUCCESS) {
        task.resultNow().close();
      }
    }
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
