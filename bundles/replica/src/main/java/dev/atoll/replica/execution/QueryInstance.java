package dev.atoll.replica.execution;

import dev.atoll.replica.state.ExecutionState;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import org.jspecify.annotations.Nullable;

/// An instance that follows the published state of a canister. Used by one query at a time.
final class QueryInstance implements AutoCloseable {

  private final CanisterInstance instance;

  private final CommittedMemory heapImage;

  private final CommittedMemory stableImage;

  /// Whether the module can see the stable memory; only then it is copied.
  private final boolean usesStable;

  private boolean instantiated;

  private QueryInstance(
      CanisterInstance instance,
      CommittedMemory heapImage,
      CommittedMemory stableImage,
      boolean usesStable) {
    this.instance = instance;
    this.heapImage = heapImage;
    this.stableImage = stableImage;
    this.usesStable = usesStable;
  }

  /// @throws dev.atoll.replica.systemapi.CanisterFault if the engine cannot run the module
  static QueryInstance of(CodeStore codes, CanisterSnapshot canister, ExecutionState execution) {
    EngineTraits traits = codes.traits();
    @Nullable LinearMemory heap =
        CanisterInstance.newHeap(execution.module(), traits.heapSizeBytesMax());
    LinearMemory stable = LinearMemory.forHost(0, CanisterRuntime.STABLE_PAGES_MAX);
    CanisterInstance instance =
        new CanisterInstance(execution.module(), codes.lease(execution.module()), heap, stable);
    boolean usesStable =
        execution.module().module().imports().stream()
            .map(Import::name)
            .anyMatch(name -> name.startsWith("stable"));
    return new QueryInstance(instance, execution.heap(), canister.stableMemory(), usesStable);
  }

  CanisterInstance instance() {
    return instance;
  }

  boolean serves(CanisterSnapshot canister, ExecutionState execution) {
    return execution.heap() == heapImage
        && canister.stableMemory() == stableImage
        && execution.module().moduleHash().equals(instance.module().moduleHash());
  }

  /// Copies what the last query wrote and what was published since; nothing may be published
  /// meanwhile.
  void synchronize() {
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.update(heapImage);
    }
    if (usesStable) {
      instance.stable().update(stableImage);
    }
  }

  /// Brings tables and globals to the state of `execution`.
  void prepare(ExecutionState execution) {
    if (!instantiated || instance.module().resetsOnEachMessage()) {
      instance.instantiateWith(execution.globals());
      instantiated = true;
    } else {
      instance.setGlobals(execution.globals());
    }
  }

  /// Takes the code of the present engine if it has that of another one, or none.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if the engine cannot run the module
  void renew(CodeStore codes) {
    if (!instance.runs(codes.current())) {
      instance.exchange(codes.lease(instance.module()));
      instantiated = false;
    }
  }

  /// Lets go of code of any other engine; the memories stay.
  void letGo(EngineCode current) {
    if (!instance.runs(current)) {
      instance.close();
      instantiated = false;
    }
  }

  /// Remembers what the query has written so far.
  QuerySavepoint savepoint() {
    LinearMemory heap = instance.heap();
    return new QuerySavepoint(
        instance,
        heap == null ? null : heap.savepoint(heapImage),
        usesStable ? instance.stable().savepoint(stableImage) : null,
        instance.globals());
  }

  @Override
  public void close() {
    instance.close();
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.close();
    }
    instance.stable().close();
  }
}
