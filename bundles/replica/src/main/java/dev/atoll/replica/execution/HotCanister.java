package dev.atoll.replica.execution;

import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.SetBack;
import dev.atoll.replica.state.Slices;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.CanisterInfo;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The instance in which a canister's messages run, kept from message to message.
///
/// After each execution exactly one of [#keep] and [#undo] follows. Used by one thread at a time.
final class HotCanister implements AutoCloseable {

  private CanisterInstance instance;

  private final CommittedMemory heapImage;

  private final CommittedMemory stableImage;

  private final boolean fresh;

  private final CanisterRuntime runtime;

  private long[] globals;

  private boolean inUse;

  /// The same module on another engine, on the same memories.
  private @Nullable CanisterInstance shadowed;

  /// @param instance made and in step with the images
  /// @param globals after the last execution that was kept
  /// @param runtime says who sees what [#run] executes
  HotCanister(
      CanisterInstance instance,
      CommittedMemory heapImage,
      CommittedMemory stableImage,
      long[] globals,
      CanisterRuntime runtime) {
    this.instance = instance;
    this.heapImage = heapImage;
    this.stableImage = stableImage;
    this.globals = globals;
    this.fresh = instance.module().resetsOnEachMessage();
    this.runtime = runtime;
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
    @Nullable ShadowRun shadow = runtime.shadow();
    ShadowRun.@Nullable Result expected =
        shadow == null || shadow.difference() != null
            ? null
            : runShadow(shadow, entry, context, canister, instructionLimit, slices);
    if (fresh) {
      instance.instantiateWith(globals);
    }
    boolean before = inUse;
    inUse = true;
    ExecutionOutcome outcome;
    try {
      outcome = instance.run(entry, context, canister, instructionLimit, slices);
    } catch (SetBack e) {
      undo();
      throw e;
    } finally {
      inUse = before;
    }
    Execution execution = instance.execution(canister.id(), context.mode(), entry, outcome);
    runtime.observer().executed(execution);
    if (shadow != null && expected != null) {
      shadow.compare(expected, execution);
    }
    return outcome;
  }

  /// Runs the same beforehand on the other engine, and takes everything back.
  private ShadowRun.@Nullable Result runShadow(
      ShadowRun shadow,
      Entry entry,
      MessageContext context,
      CanisterInfo canister,
      long instructionLimit,
      Slices slices) {
    CanisterInstance real = instance;
    long[] before = globals;
    Slices shadowSlices = shadow.slices(slices);
    AtomicReference<@Nullable CanisterInstance> other = new AtomicReference<>(shadowed);
    try {
      ShadowRun.@Nullable Result result =
          shadow.run(
              canister.id(),
              entry,
              context.mode(),
              () -> {
                CanisterInstance aside = aside(real, shadow, other);
                aside.instantiateWith(before);
                return aside.execution(
                    canister.id(),
                    context.mode(),
                    entry,
                    aside.run(entry, context, canister.aside(), instructionLimit, shadowSlices));
              },
              () -> closeSpoilt(real, other));
      shadowed = other.get();
      restoreMemories();
      endShadowIfSpoilt(shadow);
      return result;
    } catch (TimeoutException e) {
      shadowed = null; // who uses it closes it
      leaveMemories();
      return null;
    }
  }

  private static CanisterInstance aside(
      CanisterInstance real, ShadowRun shadow, AtomicReference<@Nullable CanisterInstance> other) {
    CanisterInstance known = other.get();
    if (known != null) {
      return known;
    }
    CanisterInstance made =
        new CanisterInstance(
            real.module(), shadow.lease(real.module()), real.heap(), real.stable());
    other.set(made);
    return made;
  }

  /// Goes on with new memories: somebody may write to the present ones for ever.
  private void leaveMemories() {
    instance.close();
    instance = runtime.newInstance(instance.module(), heapImage, stableImage, globals);
  }

  private static void closeSpoilt(
      CanisterInstance real, AtomicReference<@Nullable CanisterInstance> other) {
    CanisterInstance aside = other.get();
    if (aside != null) {
      aside.close();
    }
    closeMemories(real);
  }

  private static void closeMemories(CanisterInstance of) {
    LinearMemory heap = of.heap();
    if (heap != null) {
      heap.close();
    }
    of.stable().close();
  }

  /// An instance that was left in the middle of its work is not used again.
  private void endShadowIfSpoilt(ShadowRun shadow) {
    if (shadow.wasInterrupted()) {
      endShadow();
    }
  }

  void endShadow() {
    if (shadowed != null) {
      shadowed.close();
      shadowed = null;
    }
  }

  /// Makes the instance anew if it has let go of its code, or has that of another engine.
  ///
  /// @throws CanisterFault if the engine cannot run it
  void renew(CodeStore codes) {
    if (!inUse && !instance.runs(codes.current())) {
      instance.exchange(codes.lease(instance.module()));
      instance.instantiateWith(globals);
    }
  }

  /// Lets go of code of any other engine, unless it is needed.
  void letGo(EngineCode current) {
    if (!inUse && !instance.runs(current)) {
      instance.close();
    }
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
    restoreMemories();
    instance.setGlobals(globals);
  }

  private void restoreMemories() {
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.restore(heapImage);
    }
    instance.stable().restore(stableImage);
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
    endShadow();
    instance.close();
    LinearMemory heap = instance.heap();
    if (heap != null) {
      heap.close();
    }
  }

  @Override
  public void close() {
    endShadow();
    instance.close();
    closeMemories(instance);
  }
}
