package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// Code to install on a canister.
///
/// @param module as uploaded, Wasm or gzip
/// @param arg for `canister_init` or `canister_post_upgrade`
/// @param sender who installs; `msg_caller` of the hooks
/// @param skipPreUpgrade of an upgrade, null if not given
/// @param persistence of an upgrade, null if not given
public record InstallRequest(
    InstallMode mode,
    Bytes module,
    Bytes arg,
    Principal sender,
    @Nullable Boolean skipPreUpgrade,
    @Nullable WasmMemoryPersistence persistence) {

  /// What an upgrade does with the Wasm memory. Source: Internet Computer interface specification,
  /// "IC method install_code", `wasm_memory_persistence`.
  public enum WasmMemoryPersistence {
    KEEP,
    REPLACE
  }
}
