package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;

/// Puts code on canisters and takes it off. The subnet's thread alone calls it.
public interface CodeInstaller {

  /// Installs, reinstalls or upgrades and runs the hooks of old and new code; charges the canister
  /// for the execution.
  ///
  /// Sets on success: code, memories, globals, certified data, timer, low-memory hook, log. Left to
  /// the caller: who may install, mode against emptiness, canister version, history.
  ///
  /// @param outbox says what the code may use before it waits
  InstallResult install(
      ReplicatedState state,
      CanisterState canister,
      InstallRequest request,
      Outbox outbox,
      long instructionLimit);

  /// Removes code, both memories, certified data, timer and log lines; open call contexts, the
  /// chunk store, version and history are left to the caller. Also for a canister that is deleted.
  void removeCode(CanisterState canister);
}
