package dev.atoll.replica.management;

import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Executes calls to the management canister on the replicated state. The subnet's thread alone
/// calls it.
@FunctionalInterface
public interface ManagementCanister {

  /// Executes `call` whole or not at all.
  ///
  /// Never throws for what a caller can cause. Responses that the execution itself causes (callers
  /// of an uninstalled canister, say) go through `outbox`.
  ///
  /// @param instructionLimit for code that runs as part of the call, such as `canister_init`
  ManagementOutcome execute(
      ReplicatedState state, ManagementCall call, Outbox outbox, long instructionLimit);

  /// The canisters that a call is about, the one whose code it may run first; empty if there are
  /// none or the call is malformed.
  default List<Principal> canistersOf(ManagementCall call) {
    return List.of();
  }

  /// Why a call of a canister does not even leave it, null if it does.
  ///
  /// @param senderVersion the version of the caller while it made the call
  default ManagementOutcome.@Nullable Reject refusal(
      ManagementCall.ByCanister call, long senderVersion) {
    return null;
  }
}
