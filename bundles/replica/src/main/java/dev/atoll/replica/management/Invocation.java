package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidView;
import dev.atoll.replica.state.CanisterChange;
import dev.atoll.replica.state.CanisterChange.Origin;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// One call to the management canister while it is executed.
///
/// @param arg the argument, which fits the interface
/// @param instructionLimit for code that runs as part of the call
record Invocation(
    ManagementInterface candid,
    ReplicatedState state,
    ManagementCall call,
    CandidView arg,
    Outbox outbox,
    long instructionLimit) {

  Principal caller() {
    return call.caller();
  }

  /// The field `canister_id` of the argument.
  Principal canisterId() {
    return arg.field("canister_id").asPrincipal();
  }

  /// The canister of the argument.
  ///
  /// @throws ManagementException if the subnet does not have it
  CanisterState canister() {
    return canister(canisterId());
  }

  CanisterState canister(Principal id) {
    @Nullable CanisterState canister = state.canister(id);
    if (canister == null) {
      throw Refusals.canisterNotFound(id);
    }
    return canister;
  }

  /// The canister of the argument, of which the caller must be a controller.
  CanisterState controlledCanister() {
    return controlled(canister());
  }

  CanisterState controlled(CanisterState canister) {
    if (!canister.isController(caller())) {
      throw Refusals.notController(canister.id(), canister.settings().controllers(), caller());
    }
    return canister;
  }

  /// The canister of the argument, which is the caller or controlled by the caller.
  CanisterState ownCanister() {
    CanisterState canister = canister();
    return canister.id().equals(caller()) ? canister : controlled(canister);
  }

  /// Who makes the change that the call asks for.
  Origin origin() {
    return switch (call) {
      case ManagementCall.ByUser ignored -> new Origin.FromUser(caller());
      case ManagementCall.ByCanister ignored ->
          new Origin.FromCanister(caller(), senderCanisterVersion());
    };
  }

  private @Nullable Long senderCanisterVersion() {
    @Nullable CandidView version = arg.optField("sender_canister_version");
    return version == null ? null : version.asNat64();
  }

  /// Raises the version of a changed canister and tells the scheduler.
  void changed(CanisterState canister) {
    canister.bumpVersion();
    outbox.changed(canister.id());
  }

  /// Adds to the history what this call changed; the version is the one after the change.
  void record(CanisterState canister, CanisterChange.Details details) {
    canister
        .history()
        .add(new CanisterChange(state.timeNanos(), canister.version(), origin(), details));
  }

  /// The reply; all attached cycles go back.
  ManagementOutcome reply(CandidValue... results) {
    return reply(call.cycles(), 0, results);
  }

  ManagementOutcome reply(Cycles refund, long instructions, CandidValue... results) {
    return new ManagementOutcome.Reply(candid.encode(call.method(), results), refund, instructions);
  }
}
