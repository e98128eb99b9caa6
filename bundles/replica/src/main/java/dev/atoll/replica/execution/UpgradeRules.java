package dev.atoll.replica.execution;

import dev.atoll.replica.execution.InstallRequest.WasmMemoryPersistence;
import dev.atoll.types.ErrorCode;
import dev.atoll.wasm.ValidatedModule;
import org.jspecify.annotations.Nullable;

/// Whether an upgrade keeps the Wasm memory.
///
/// Source: reference implementation `rs/execution_environment/src/execution/install_code.rs` and
/// `upgrade.rs`, `determine_main_memory_handling`.
final class UpgradeRules {

  /// The metadata section of modules that keep their data in the Wasm memory.
  private static final String ORTHOGONAL_PERSISTENCE = "enhanced-orthogonal-persistence";

  private UpgradeRules() {}

  /// @throws CallRefused if the option does not fit the modules
  static boolean keepsHeap(
      @Nullable WasmMemoryPersistence option, ValidatedModule before, ValidatedModule after) {
    if (option == WasmMemoryPersistence.KEEP) {
      if (!isOrthogonal(after)) {
        throw new CallRefused(
            ErrorCode.CANISTER_CONTRACT_VIOLATION,
            "Invalid upgrade option: The `wasm_memory_persistence: opt Keep` upgrade option"
                + " requires that the new canister module supports enhanced orthogonal"
                + " persistence.");
      }
      return true;
    }
    if (option == null && isOrthogonal(before)) {
      throw new CallRefused(
          ErrorCode.CANISTER_CONTRACT_VIOLATION,
          "Missing upgrade option: Enhanced orthogonal persistence requires the"
              + " `wasm_memory_persistence` upgrade option.");
    }
    return false;
  }

  private static boolean isOrthogonal(ValidatedModule module) {
    return module.customSection(ORTHOGONAL_PERSISTENCE).isPresent();
  }
}
