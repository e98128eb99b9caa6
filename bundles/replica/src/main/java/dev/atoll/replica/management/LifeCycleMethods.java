package dev.atoll.replica.management;

import dev.atoll.replica.execution.CodeInstaller;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CanisterStatus.StopCall;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.List;

/// Starting, stopping, emptying and deleting canisters.
final class LifeCycleMethods {

  private final CodeInstaller installer;

  private final CodeRemoval removal;

  LifeCycleMethods(CodeInstaller installer, CodeRemoval removal) {
    this.installer = installer;
    this.removal = removal;
  }

  void addTo(MethodTable table) {
    table.add("start_canister", this::start);
    table.add("stop_canister", this::stop);
    table.add("uninstall_code", this::uninstall);
    table.add("delete_canister", this::delete);
  }

  private ManagementOutcome start(Invocation call) {
    CanisterState canister = call.controlledCanister();
    CanisterStatus before = canister.status();
    canister.setStatus(new CanisterStatus.Running());
    call.changed(canister);
    if (before instanceof CanisterStatus.Stopping(List<StopCall> waiting)) {
      waiting.forEach(stop -> cancel(call, canister.id(), stop));
    }
    return call.reply();
  }

  private static void cancel(Invocation call, Principal canister, StopCall stop) {
    ErrorCode code = ErrorCode.CANISTER_STOPPING_CANCELLED;
    String text = "Canister %s's stop request was cancelled.".formatted(canister);
    switch (stop) {
      case StopCall.ByUser user ->
          call.outbox()
              .answer(user.requestId(), new IngressStatus.Rejected(code.rejectCode(), text, code));
      case StopCall.ByCanister(CanisterMessage.Request request, long since) ->
          call.outbox()
              .send(
                  new CanisterMessage.Response(
                      Principal.MANAGEMENT_CANISTER,
                      request.sender(),
                      request.callbackId(),
                      new Payload.Reject(code.rejectCode(), text),
                      request.cycles(),
                      request.deadlineNanos()));
    }
  }

  /// The scheduler answers once the last call context is closed.
  private ManagementOutcome stop(Invocation call) {
    CanisterState canister = call.controlledCanister();
    call.changed(canister);
    if (canister.status() instanceof CanisterStatus.Stopped) {
      return call.reply();
    }
    List<StopCall> waiting = new ArrayList<>();
    if (canister.status() instanceof CanisterStatus.Stopping(List<StopCall> others)) {
      waiting.addAll(others);
    }
    long now = call.state().timeNanos();
    waiting.add(
        switch (call.call()) {
          case ManagementCall.ByUser(var ingress) -> new StopCall.ByUser(ingress.requestId(), now);
          case ManagementCall.ByCanister(var request) -> new StopCall.ByCanister(request, now);
        });
    canister.setStatus(new CanisterStatus.Stopping(waiting));
    return new ManagementOutcome.Deferred();
  }

  private ManagementOutcome uninstall(Invocation call) {
    CanisterState canister = call.controlledCanister();
    removal.remove(canister, call.outbox());
    call.record(canister, new Details.CodeUninstall());
    return call.reply();
  }

  private ManagementOutcome delete(Invocation call) {
    Principal id = call.canisterId();
    if (id.equals(call.caller())) {
      throw Refusals.deletesItself(id);
    }
    CanisterState canister = call.controlledCanister();
    if (!(canister.status() instanceof CanisterStatus.Stopped)) {
      throw Refusals.notStopped(id);
    }
    if (!canister.inputs().isEmpty()) {
      throw Refusals.queuesNotEmpty(id);
    }
    installer.removeCode(canister);
    call.state().remove(id);
    call.outbox().changed(id);
    return call.reply();
  }
}
