package dev.atoll.replica.management;

import dev.atoll.replica.execution.CodeInstaller;
import dev.atoll.replica.state.CallContext;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.Payload;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.RejectCode;
import java.util.List;

/// Makes canisters empty, on demand or because they cannot pay any more.
///
/// Source: Internet Computer interface specification, "Code uninstallation" and "Canister out of
/// cycles"; reference implementation `canister_manager.rs`, `uninstall_canister`.
public final class CodeRemoval implements Uninstaller {

  private static final String TEXT = "Canister has been uninstalled.";

  private final CodeInstaller installer;

  public CodeRemoval(CodeInstaller installer) {
    this.installer = installer;
  }

  /// The canister keeps its id, its controllers and its version; what it had allocated and the
  /// changes in its history go.
  @Override
  public void uninstall(ReplicatedState state, CanisterState canister, Outbox outbox) {
    remove(canister, outbox);
    canister.setSettings(withoutAllocations(canister.settings()));
    canister.history().clear();
    Cycles left = canister.cycles().saturatingPlus(canister.reservedCycles());
    canister.setCycles(Cycles.ZERO);
    canister.setReservedCycles(Cycles.ZERO);
    if (!left.isZero()) {
      canister.consumed().add(Purpose.UNINSTALL, left);
    }
  }

  /// Removes code, state and chunks and rejects the open calls.
  void remove(CanisterState canister, Outbox outbox) {
    installer.removeCode(canister);
    canister.chunks().clear();
    canister.bumpVersion();
    outbox.changed(canister.id());
    for (CallContext context : List.copyOf(canister.calls().contexts())) {
      if (!context.responded()) {
        reject(canister, context, outbox);
      }
      canister.calls().update(context.withDeleted());
    }
  }

  private static void reject(CanisterState canister, CallContext context, Outbox outbox) {
    switch (context.origin()) {
      case CallOrigin.User user ->
          outbox.answer(
              user.requestId(),
              new IngressStatus.Rejected(
                  RejectCode.CANISTER_REJECT, TEXT, ErrorCode.CANISTER_REJECTED_MESSAGE));
      case CallOrigin.Canister caller ->
          outbox.send(
              new CanisterMessage.Response(
                  canister.id(),
                  caller.caller(),
                  caller.callbackId(),
                  new Payload.Reject(RejectCode.CANISTER_REJECT, TEXT),
                  context.available(),
                  caller.deadlineNanos()));
      case CallOrigin.SystemTask() -> {}
    }
  }

  private static CanisterSettings withoutAllocations(CanisterSettings settings) {
    return new SettingsArgument(
            null, 0, 0L, null, null, null, null, null, null, null, null, null, null)
        .applyTo(settings);
  }
}
