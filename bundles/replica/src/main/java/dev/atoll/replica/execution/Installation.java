package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One installation: old code's hook, new code's start function and hook, then the new state.
///
/// Nothing but cycles and log lines of the canister changes before the last step. After a failure
/// [#undo] gives the old code its memories back.
final class Installation {

  private final CanisterRuntime runtime;

  private final ExecutionCosts costs;

  private final ReplicatedState state;

  private final CanisterState canister;

  private final InstallRequest request;

  private final ValidatedModule module;

  private final Outbox outbox;

  private long left;

  private long used;

  private @Nullable HotCanister old;

  private @Nullable CanisterInstance made;

  private boolean ownsStable;

  /// Images that are dropped if the installation fails.
  private final List<CommittedMemory> newImages = new ArrayList<>();

  private @Nullable Bytes certifiedData;

  private long timerNanos = CanisterState.TIMER_INACTIVE;

  Installation(
      CanisterRuntime runtime,
      ExecutionCosts costs,
      ReplicatedState state,
      CanisterState canister,
      InstallRequest request,
      ValidatedModule module,
      Outbox outbox,
      long instructionLimit) {
    this.runtime = runtime;
    this.costs = costs;
    this.state = state;
    this.canister = canister;
    this.request = request;
    this.module = module;
    this.outbox = outbox;
    this.left = instructionLimit;
  }

  long instructions() {
    return used;
  }

  /// @throws CanisterFault or [CallRefused] if it fails
  InstallResult run() {
    count(module.compiledInstructionCount() * InstructionLimits.COMPILATION_PER_INSTRUCTION);
    return request.mode() == InstallMode.UPGRADE ? upgrade() : install();
  }

  private InstallResult install() {
    CommittedMemory heapImage = newImage();
    CommittedMemory stableImage = newImage();
    ownsStable = true;
    CanisterInstance instance =
        instance(newHeap(), LinearMemory.forHost(0, CanisterRuntime.STABLE_PAGES_MAX));
    instance.instantiateFresh();
    if (request.mode() == InstallMode.REINSTALL) {
      canister.log().clear();
    }
    certifiedData = Bytes.EMPTY;
    apply(runFromStart(instance, "canister_init"));
    return commit(instance, heapImage, stableImage);
  }

  private InstallResult upgrade() {
    @Nullable ExecutionState before = canister.execution();
    if (before == null) {
      throw Faults.noModule();
    }
    boolean keep = UpgradeRules.keepsHeap(request.persistence(), before.module(), module);
    HotCanister running = runtime.hot(canister);
    old = running;
    running.setInUse(true);
    if (!Boolean.TRUE.equals(request.skipPreUpgrade())
        && running.instance().exports("canister_pre_upgrade")) {
      apply(
          running.run(
              new Entry.Exported("canister_pre_upgrade"),
              MessageContext.of(
                  ExecutionMode.PRE_UPGRADE, beganNanos(), request.sender(), Bytes.EMPTY),
              info(),
              left,
              outbox.slices()));
    }
    // A timer that the old code set is not for the new one.
    timerNanos = CanisterState.TIMER_INACTIVE;
    CommittedMemory heapImage = keep ? before.heap() : newImage();
    @Nullable LinearMemory heap = newHeap();
    @Nullable LinearMemory oldHeap = running.instance().heap();
    if (keep && heap != null && oldHeap != null) {
      long minimumBytes = heap.sizeBytes();
      heap.takeOver(heapImage);
      heap.copyDirty(oldHeap);
      heap.growTo(minimumBytes);
    }
    CanisterInstance instance = instance(heap, running.instance().stable());
    if (keep) {
      instance.instantiateKeeping();
    } else {
      instance.instantiateFresh();
    }
    apply(runFromStart(instance, "canister_post_upgrade"));
    return commit(instance, heapImage, canister.stableMemory());
  }

  private ExecutionOutcome runFromStart(CanisterInstance instance, String export) {
    ExecutionOutcome outcome =
        instance.runFromStart(export, initContext(), info(), left, outbox.slices());
    runtime
        .observer()
        .executed(
            instance.execution(
                canister.id(), ExecutionMode.INIT, new Entry.Exported(export), outcome));
    return outcome;
  }

  private CommittedMemory newImage() {
    CommittedMemory image = new CommittedMemory();
    newImages.add(image);
    return image;
  }

  private @Nullable LinearMemory newHeap() {
    return CanisterInstance.newHeap(module, runtime.codes().traits().heapSizeBytesMax());
  }

  private CanisterInstance instance(@Nullable LinearMemory heap, LinearMemory stable) {
    CanisterInstance instance =
        new CanisterInstance(module, runtime.codes().lease(module), heap, stable);
    made = instance;
    return instance;
  }

  private MessageContext initContext() {
    return MessageContext.of(ExecutionMode.INIT, beganNanos(), request.sender(), request.arg());
  }

  private long beganNanos() {
    return outbox.beganNanos(state.timeNanos());
  }

  private StateInfo info() {
    return StateInfo.of(canister, state, outbox, costs, module.module().isMemory64());
  }

  /// Notes what an execution wants; a failed one ends the installation.
  private void apply(ExecutionOutcome outcome) {
    Effects.log(canister, outcome, beganNanos());
    count(outcome.instructions());
    CanisterFault fault = outcome.fault();
    if (fault != null) {
      throw fault;
    }
    MessageEffects effects = outcome.effects();
    canister.setCycles(effects.balance());
    if (effects.certifiedData() != null) {
      certifiedData = effects.certifiedData();
    }
    if (effects.globalTimerNanos() != null) {
      timerNanos = effects.globalTimerNanos();
    }
  }

  private void count(long instructions) {
    long limit = left + used;
    used = Math.min(limit, used + instructions);
    left = limit - used;
    if (left == 0) {
      throw Faults.instructionLimit(limit);
    }
  }

  /// What the canister uses with the new code.
  private long bytes(CanisterInstance instance) {
    LinearMemory heap = instance.heap();
    return CanisterMemory.totalBytes(canister)
        - CanisterMemory.of(canister).codeBytes()
        - canister.stableMemory().latestSizeBytes()
        + module.uploaded().size()
        + instance.stable().sizeBytes()
        + (heap == null ? 0 : heap.sizeBytes());
  }

  /// Once the memory is taken, nothing can fail.
  private InstallResult commit(
      CanisterInstance instance, CommittedMemory heapImage, CommittedMemory stableImage) {
    InstalledMemory.take(state, canister, costs, bytes(instance));
    if (old != null) {
      runtime.release(canister.id());
    }
    retireOld(heapImage, stableImage);
    HotCanister hot = new HotCanister(instance, heapImage, stableImage, new long[0], runtime);
    canister.setStableMemory(stableImage);
    canister.setExecution(
        hot.keep(new ExecutionState(module, state.timeNanos(), new long[0], heapImage)));
    runtime.replace(canister.id(), hot);
    if (certifiedData != null) {
      canister.setCertifiedData(certifiedData);
    }
    canister.setGlobalTimerNanos(timerNanos);
    canister.setLowMemoryHook(LowMemoryHook.CONDITION_NOT_SATISFIED);
    LowMemory.update(canister);
    return new InstallResult.Success(module.moduleHash(), used);
  }

  private void retireOld(CommittedMemory heapImage, CommittedMemory stableImage) {
    @Nullable ExecutionState before = canister.execution();
    if (before != null && before.heap() != heapImage) {
      runtime.retire(before.heap());
    }
    if (canister.stableMemory() != stableImage) {
      runtime.retire(canister.stableMemory());
    }
  }

  /// Gives the old code its memories back and drops the new one.
  void undo() {
    CanisterInstance instance = made;
    if (instance != null) {
      instance.close();
      LinearMemory heap = instance.heap();
      if (heap != null) {
        heap.close();
      }
      if (ownsStable) {
        instance.stable().close();
      }
    }
    newImages.forEach(CommittedMemory::close);
    if (old != null) {
      old.takeBack();
      old.setInUse(false);
    }
  }
}
