package dev.atoll.replica.management;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.types.Cycles;

/// `canister_status` and `canister_metrics` as replicated calls.
final class StatusMethods {

  private final CyclesAccounting accounting;

  StatusMethods(CyclesAccounting accounting) {
    this.accounting = accounting;
  }

  void addTo(MethodTable table) {
    table.add("canister_status", this::status);
    table.add("canister_metrics", StatusMethods::metrics);
  }

  private ManagementOutcome status(Invocation call) {
    CanisterState canister = call.canister();
    Access.requireStatus(canister.id(), canister.settings(), call.caller());
    Cycles idlePerDay =
        accounting.idlePerDay(
            call.state().subnet(), canister.settings(), CanisterMemory.totalBytes(canister));
    return call.reply(StatusReply.of(canister, idlePerDay).toCandid());
  }

  private static ManagementOutcome metrics(Invocation call) {
    return call.reply(StatusReply.metrics(call.controlledCanister().consumed().byPurpose()));
  }
}
