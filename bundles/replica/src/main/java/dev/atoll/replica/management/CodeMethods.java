package dev.atoll.replica.management;

import dev.atoll.candid.CandidView;
import dev.atoll.replica.execution.CodeInstaller;
import dev.atoll.replica.execution.InstallRequest;
import dev.atoll.replica.execution.InstallRequest.WasmMemoryPersistence;
import dev.atoll.replica.execution.InstallResult;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// Installing, reinstalling and upgrading code, sent whole or in chunks.
final class CodeMethods {

  private final CodeInstaller installer;

  CodeMethods(CodeInstaller installer) {
    this.installer = installer;
  }

  void addTo(MethodTable table) {
    table.add("install_code", this::install);
    table.add("install_chunked_code", this::installChunked);
  }

  private ManagementOutcome install(Invocation call) {
    return install(call, call.controlledCanister(), call.arg().field("wasm_module").asBlob());
  }

  private ManagementOutcome installChunked(Invocation call) {
    Principal targetId = call.arg().field("target_canister").asPrincipal();
    CanisterState target = call.controlled(call.canister(targetId));
    CanisterState store = store(call, target);
    Bytes module = ChunkMethods.assemble(store, call.arg().field("chunk_hashes_list"));
    Bytes expected = call.arg().field("wasm_module_hash").asBlob();
    Bytes found = Bytes.wrap(Hashes.sha256(module.unsafeArray()));
    if (!found.equals(expected)) {
      throw Refusals.chunkStore(
          "Wasm module hash %s does not match given hash %s"
              .formatted(Texts.list(found), Texts.list(expected)));
    }
    return install(call, target, module);
  }

  /// The canister that has the chunks; the caller is it or controls it.
  private static CanisterState store(Invocation call, CanisterState target) {
    @Nullable CandidView id = call.arg().optField("store_canister");
    if (id == null || id.asPrincipal().equals(target.id())) {
      return target;
    }
    @Nullable CanisterState store = call.state().canister(id.asPrincipal());
    if (store == null) {
      throw new ManagementException(
          ErrorCode.CANISTER_CONTRACT_VIOLATION,
          "InstallChunkedCode Error: Store canister %s was not found on subnet %s of target canister %s"
              .formatted(id.asPrincipal(), call.state().subnet().id(), target.id()));
    }
    return store.id().equals(call.caller()) ? store : call.controlled(store);
  }

  private ManagementOutcome install(Invocation call, CanisterState canister, Bytes module) {
    InstallRequest request = request(call, module);
    if (request.mode() == InstallMode.INSTALL && canister.execution() != null) {
      throw Refusals.notEmpty(canister.id());
    }
    call.outbox().changed(canister.id());
    return switch (installer.install(
        call.state(), canister, request, call.outbox(), call.instructionLimit())) {
      case InstallResult.Failure(ErrorCode code, String message, long instructions) ->
          new ManagementOutcome.Reject(code, message, call.call().cycles(), instructions);
      case InstallResult.Success(Bytes hash, long instructions) -> {
        call.changed(canister);
        call.record(canister, new Details.CodeDeployment(request.mode(), hash));
        yield call.reply(call.call().cycles(), instructions);
      }
    };
  }

  private static InstallRequest request(Invocation call, Bytes module) {
    CandidView mode = call.arg().field("mode");
    @Nullable CandidView options = null;
    InstallMode installMode =
        switch (mode.tag()) {
          case "install" -> InstallMode.INSTALL;
          case "reinstall" -> InstallMode.REINSTALL;
          default -> {
            options = mode.content().asOpt();
            yield InstallMode.UPGRADE;
          }
        };
    @Nullable CandidView skip = options == null ? null : options.optField("skip_pre_upgrade");
    @Nullable CandidView keep =
        options == null ? null : options.optField("wasm_memory_persistence");
    return new InstallRequest(
        installMode,
        module,
        call.arg().field("arg").asBlob(),
        call.caller(),
        skip == null ? null : skip.asBool(),
        keep == null ? null : persistence(keep));
  }

  private static WasmMemoryPersistence persistence(CandidView variant) {
    return variant.tag().equals("keep")
        ? WasmMemoryPersistence.KEEP
        : WasmMemoryPersistence.REPLACE;
  }
}
