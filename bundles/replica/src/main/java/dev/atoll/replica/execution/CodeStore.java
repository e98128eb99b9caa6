package dev.atoll.replica.execution;

import dev.atoll.replica.systemapi.Faults;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import org.jspecify.annotations.Nullable;

/// The code of all canisters, compiled by the engine of the node, which can be exchanged.
///
/// Safe for use from any thread, but for [#use].
public final class CodeStore implements AutoCloseable {

  /// Modules kept compiled; the one used least recently goes first.
  public static final int MODULES_MAX = 500;

  private final CodeCache cache;

  private volatile EngineCode current;

  public CodeStore(WasmEngine engine, CodeCache cache) {
    this.cache = cache;
    this.current = prepare(engine);
  }

  public EngineTraits traits() {
    return current.traits();
  }

  /// A place for what another engine compiles, which nobody uses before [#use].
  public EngineCode prepare(WasmEngine engine) {
    return new EngineCode(engine, cache, MODULES_MAX);
  }

  EngineCode current() {
    return current;
  }

  /// Has everything compiled by another engine from now on. For the subnet's thread.
  ///
  /// @return what was used before; it is closed when its last lease is
  EngineCode use(EngineCode next) {
    EngineCode before = current;
    current = next;
    before.retire();
    return before;
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
  CodeLease lease(ValidatedModule module) {
    while (true) {
      @Nullable CodeLease lease = current.tryLease(module);
      if (lease != null) {
        return lease;
      }
    }
  }

  @Override
  public void close() {
    current.close();
  }
}
