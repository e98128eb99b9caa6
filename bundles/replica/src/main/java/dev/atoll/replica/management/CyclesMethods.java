package dev.atoll.replica.management;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.types.Cycles;

/// `deposit_cycles`.
final class CyclesMethods {

  void addTo(MethodTable table) {
    table.addForCanisters("deposit_cycles", CyclesMethods::deposit);
  }

  private static ManagementOutcome deposit(Invocation call) {
    CanisterState canister = call.canister();
    canister.setCycles(canister.cycles().saturatingPlus(call.call().cycles()));
    call.outbox().changed(canister.id());
    return call.reply(Cycles.ZERO, 0);
  }
}
