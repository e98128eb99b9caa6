package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.CycleTexts;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import org.jspecify.annotations.Nullable;

/// Installs Wasm modules.
///
/// Source: reference implementation `rs/execution_environment/src/execution/install.rs`,
/// `upgrade.rs` and `install_code.rs`.
public final class WasmCodeInstaller implements CodeInstaller {

  private final CanisterRuntime runtime;

  private final ExecutionCosts costs;

  private final CodePlaces places;

  public WasmCodeInstaller(CanisterRuntime runtime, ExecutionCosts costs, CodePlaces places) {
    this.runtime = runtime;
    this.costs = costs;
    this.places = places;
  }

  @Override
  public InstallResult install(
      ReplicatedState state,
      CanisterState canister,
      InstallRequest request,
      Outbox outbox,
      long instructionLimit) {
    ValidatedModule module;
    try {
      module = CodeStore.validate(request.module());
    } catch (CanisterFault fault) {
      return failure(canister, fault, 0);
    }
    @Nullable String misplaced = places.refusal(canister.id(), module);
    if (misplaced != null) {
      return new InstallResult.Failure(ErrorCode.CANISTER_WASM_ENGINE_ERROR, misplaced, 0);
    }
    boolean memory64 = module.module().isMemory64();
    @Nullable Prepayment prepayment =
        Prepayment.take(costs, state.subnet(), canister, memory64, instructionLimit);
    if (prepayment == null) {
      return outOfCycles(state, canister, memory64, instructionLimit);
    }
    Cycles balance = canister.cycles();
    Installation installation =
        new Installation(
            runtime, costs, state, canister, request, module, outbox, instructionLimit);
    InstallResult result;
    try {
      result = installation.run();
    } catch (CanisterFault fault) {
      installation.undo();
      canister.setCycles(balance);
      result = failure(canister, fault, installation.instructions());
    } catch (CallRefused refused) {
      installation.undo();
      canister.setCycles(balance);
      result =
          new InstallResult.Failure(refused.code(), refused.text(), installation.instructions());
    }
    prepayment.settle(result.instructions());
    return result;
  }

  private static InstallResult failure(
      CanisterState canister, CanisterFault fault, long instructions) {
    return new InstallResult.Failure(fault.code(), fault.messageFor(canister.id()), instructions);
  }

  private InstallResult outOfCycles(
      ReplicatedState state, CanisterState canister, boolean memory64, long instructionLimit) {
    Cycles missing =
        Prepayment.missing(costs, state.subnet(), canister, memory64, instructionLimit);
    return new InstallResult.Failure(
        ErrorCode.CANISTER_OUT_OF_CYCLES,
        ("Canister installation failed with `Canister %s is out of cycles: please top up the"
                + " canister with at least %s additional cycles`. Top up the canister with more"
                + " cycles.")
            .formatted(canister.id(), CycleTexts.grouped(missing)),
        0);
  }

  @Override
  public void removeCode(CanisterState canister) {
    runtime.forget(canister.id());
    @Nullable ExecutionState execution = canister.execution();
    if (execution != null) {
      runtime.retire(execution.heap());
    }
    runtime.retire(canister.stableMemory());
    canister.setExecution(null);
    canister.setStableMemory(new CommittedMemory());
    canister.setCertifiedData(Bytes.EMPTY);
    canister.setGlobalTimerNanos(CanisterState.TIMER_INACTIVE);
    canister.setLowMemoryHook(LowMemoryHook.CONDITION_NOT_SATISFIED);
    canister.log().clear();
  }
}
