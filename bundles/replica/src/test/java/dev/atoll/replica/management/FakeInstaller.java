package dev.atoll.replica.management;

import dev.atoll.replica.execution.CodeInstaller;
import dev.atoll.replica.execution.InstallRequest;
import dev.atoll.replica.execution.InstallResult;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.ArrayList;
import java.util.List;

/// Installs modules without running anything of them; an empty module fails.
final class FakeInstaller implements CodeInstaller {

  static final long INSTRUCTIONS = 1_234;

  final List<InstallRequest> requests = new ArrayList<>();

  @Override
  public InstallResult install(
      ReplicatedState state,
      CanisterState canister,
      InstallRequest request,
      Outbox outbox,
      long instructionLimit) {
    requests.add(request);
    if (request.module().isEmpty()) {
      return new InstallResult.Failure(ErrorCode.CANISTER_INVALID_WASM, "no module", INSTRUCTIONS);
    }
    ValidatedModule module = ValidatedModule.ofCanister(request.module());
    canister.setExecution(
        new ExecutionState(module, state.timeNanos(), new long[0], new CommittedMemory()));
    return new InstallResult.Success(module.moduleHash(), INSTRUCTIONS);
  }

  @Override
  public void removeCode(CanisterState canister) {
    canister.setExecution(null);
    canister.setCertifiedData(Bytes.EMPTY);
  }
}
