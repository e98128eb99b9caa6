package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;

/// Whether the memories of a canister may grow.
///
/// Source: reference implementation `rs/embedders/src/wasmtime_embedder/system_api.rs`,
/// `try_grow_wasm_memory` and `allocate_execution_memory`.
final class MemoryGrowth {

  private MemoryGrowth() {}

  static void checkHeap(Execution execution, long oldBytes, long newBytes) {
    ExecutionMode mode = execution.context.mode();
    boolean limited =
        mode == ExecutionMode.UPDATE || mode == ExecutionMode.INIT || mode == ExecutionMode.START;
    long limit = execution.canister.wasmMemoryLimitBytes();
    if (limited && limit != 0 && newBytes > limit) {
      throw Faults.wasmMemoryLimit(newBytes, limit);
    }
    add(execution, newBytes - oldBytes);
  }

  static void checkStable(Execution execution, long oldBytes, long newBytes) {
    add(execution, newBytes - oldBytes);
  }

  /// A canister must not freeze itself by growing. Queries do not keep what they grow, and
  /// callbacks must be able to finish what a call has begun.
  private static void add(Execution execution, long bytes) {
    ExecutionMode mode = execution.context.mode();
    long after = execution.canister.memoryBytes() + execution.grownBytes + bytes;
    boolean charged = mode == ExecutionMode.UPDATE || mode.isSystemTask();
    if (charged
        && execution
            .effects
            .balance()
            .isLessThan(execution.canister.prices().freezingThreshold(after))) {
      throw Faults.memoryGrowth(bytes);
    }
    execution.grownBytes += bytes;
  }
}
