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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What one engine has compiled, by the hash of what was uploaded, and who uses it.
///
/// Safe for use from any thread: each module is compiled once, and nobody waits for the compilation
/// of another. What is kept here decides about speed only.
public final class EngineCode {

  private final WasmEngine engine;

  private final EngineTraits traits;

  private final CodeCache cache;

  private final int modulesMax;

  private final LinkedHashMap<Bytes, FutureTask<CompiledModule>> compiled =
      new LinkedHashMap<>(16, 0.75f, true);

  private final CountDownLatch unused = new CountDownLatch(1);

  private int leases;

  private boolean retired;

  EngineCode(WasmEngine engine, CodeCache cache, int modulesMax) {
    this.engine = engine;
    this.traits = engine.traits();
    this.cache = cache;
    this.modulesMax = modulesMax;
  }

  public EngineTraits traits() {
    return traits;
  }

  /// The code of a module, which is kept until the lease is closed.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if the engine cannot run it
  CodeLease lease(ValidatedModule module) {
    @Nullable CodeLease lease = tryLease(module);
    if (lease == null) {
      throw new IllegalStateException("engine %s was retired".formatted(traits.name()));
    }
    return lease;
  }

  /// As [#lease], null if another engine is used now.
  @Nullable CodeLease tryLease(ValidatedModule module) {
    synchronized (this) {
      if (retired) {
        return null;
      }
      leases++;
    }
    boolean made = false;
    try {
      CodeLease lease = new CodeLease(this, compiled(module));
      made = true;
      return lease;
    } finally {
      if (!made) {
        release();
      }
    }
  }

  synchronized void release() {
    leases--;
    closeIfUnused();
  }

  /// Nobody begins to use it any more; it is closed when nobody does.
  public synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (retired && leases == 0 && unused.getCount() > 0) {
      close();
      unused.countDown();
    }
  }

  /// Waits until nobody uses it, once it is retired.
  public boolean awaitUnused(Duration limit) throws InterruptedException {
    return unused.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Compiles a module ahead of its first use, unless it is.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if the engine cannot run it
  public void compile(ValidatedModule module) {
    lease(module).close();
  }

  private CompiledModule compiled(ValidatedModule module) {
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
    if (compiled.size() > modulesMax) {
      // Not closed: canisters that use it may make further instances.
      compiled.pollFirstEntry();
    }
    return made;
  }

  private synchronized void leave(Bytes hash, FutureTask<CompiledModule> failed) {
    compiled.remove(hash, failed);
  }

  synchronized void close() {
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
