package dev.atoll.replica.execution;

import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Slices;
import dev.atoll.replica.systemapi.CanisterInfo;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.Arrays;

/// The instance in which a canister's messages run, kept from message to message.
///
/// After each execution exactly one of [#keep] and [#undo] follows. Used by one thread at a time.
final class HotCanister implements AutoCloseable {

  private final CanisterInstance instance;

  private final CommittedMemory heapImage;

  private final CommittedMemory stableImage;

  private final boolean fresh;

  private final ExecutionObserver observer;

  private long[] globals;

  private boolean inUse;

  /// @param instance made and in step with the images
  /// @param globals after the last execution that was kept
  /// @param observer sees what [#run] executes
  HotCanister(
      CanisterInstance instance,
      CommittedMemory heapImage,
      CommittedMemory stableImage,
      long[] globals,
      ExecutionObserver observer) {
    this.instance = instance;
    this.heapImage = heapImage;
    this.stableImage = stableImage;
    this.globals = globals;
    this.fresh = instance.module().resetsOnEachMessage();
    this.observer = observer;
  }

  CanisterInstance instance() {
    return instance;
  }

  boolean serves(ExecutionState execution, CommittedMemory stable) {
    return execution.heap() == heapImage && stable == stableImage;
  }

  /// Whether an execution needs it, which may have to wait for the next round.
  boolean isInUse() {
    return inUse;
  }

  void setInUse(boolean used) {
    inUse = used;
  }

  ExecutionOutcome run(
      Entry entry,
      MessageContext context,
      CanisterInfo canister,
      long instructionLimit,
      Slices slices) {
    if (fresh) {
      instance.instantiateWith(globals);
    }
    boolean before = inUse;
    inUse = true;
    ExecutionOutcome outcome = instance.run(entry, context, canister, instructionLimit, slices);
    inUse = before;
    observer.executed(instance.execution(canister.id(), context.mode(), entry, outcome));
    return outcome;
  }

  /// Stages what the execution wrote, and gives the code with its new globals.
  ExecutionState keep(ExecutionState before) {
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.stage(heapImage);
    }
    instance.stable().stage(stableImage);
    long[] after = instance.globals();
    if (Arrays.equals(after, globals)) {
      return before;
    }
    globals = after;
    return before.withGlobals(after);
  }

  /// Goes back to what was kept last.
  void undo() {
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.restore(heapImage);
    }
    instance.stable().restore(stableImage);
    instance.setGlobals(globals);
  }

  /// Like [#undo] when another instance has used the memories meanwhile.
  void takeBack() {
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.takeOver(heapImage);
    }
    undo();
  }

  /// Lets go of everything but the stable memory, which another instance uses from now on.
  void closeButStable() {
    instance.close();
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.close();
    }
  }

  @Override
  public void close() {
    closeButStable();
    instance.stable().close();
  }
}
