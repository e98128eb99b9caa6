package dev.atoll.replica.management;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.LowMemory;
import dev.atoll.replica.execution.StorageClaim;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import java.util.List;

/// `update_settings`.
final class SettingsMethods {

  private final SettingsRules rules;

  private final CyclesAccounting accounting;

  SettingsMethods(SettingsRules rules, CyclesAccounting accounting) {
    this.rules = rules;
    this.accounting = accounting;
  }

  void addTo(MethodTable table) {
    table.add("update_settings", this::update);
  }

  private ManagementOutcome update(Invocation call) {
    CanisterState canister = call.controlledCanister();
    SettingsArgument argument = SettingsArgument.of(call.arg().field("settings"));
    CanisterSettings before = canister.settings();
    CanisterSettings after = argument.applyTo(before);
    StorageClaim claim = rules.check(call.state(), canister.id(), before, after, canister.cycles());

    claim.take(call.state(), canister);
    canister.setSettings(after);
    LowMemory.update(canister);
    call.changed(canister);
    if (argument.controllers() != null) {
      call.record(canister, new Details.ControllersChange(List.copyOf(after.controllers())));
    }
    if (call.call() instanceof ManagementCall.ByUser(Ingress ingress)
        && DelayedFee.isDelayed(ingress)) {
      DelayedFee.charge(accounting, call.state().subnet(), canister, ingress);
    }
    return call.reply();
  }
}
