package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.ExecutionState;
import org.jspecify.annotations.Nullable;

/// Decides when `canister_on_low_wasm_memory` is due.
///
/// Source: Internet Computer interface specification, "On Low Wasm Memory"; reference
/// implementation `rs/types/management_canister_types`, `OnLowWasmMemoryHookStatus`.
public final class LowMemory {

  /// Without a limit the hook counts from 4 GiB.
  private static final long CAPACITY_BYTES_DEFAULT = 4L << 30;

  private LowMemory() {}

  /// Brings the state of the hook up to date with size and settings.
  public static void update(CanisterState canister) {
    @Nullable ExecutionState execution = canister.execution();
    long threshold = canister.settings().wasmMemoryThresholdBytes();
    long limit = canister.settings().wasmMemoryLimitBytes();
    long capacity = limit == 0 ? CAPACITY_BYTES_DEFAULT : limit;
    boolean low =
        execution != null
            && threshold > 0
            && capacity - execution.heap().latestSizeBytes() < threshold;
    if (!low) {
      canister.setLowMemoryHook(LowMemoryHook.CONDITION_NOT_SATISFIED);
    } else if (canister.lowMemoryHook() == LowMemoryHook.CONDITION_NOT_SATISFIED) {
      canister.setLowMemoryHook(LowMemoryHook.READY);
    }
  }
}
