package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.SubnetMemory;
import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Cycles;

/// Whether the memories of a canister may grow.
///
/// Queries keep nothing of what they grow, and installations are checked when they are through.
/// Callbacks must be able to finish what a call has begun, so freezing does not stop them.
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
    if (!add(execution, newBytes - oldBytes)) {
      throw Faults.outOfMemory();
    }
  }

  /// Whether the subnet has the memory.
  static boolean checkStable(Execution execution, long oldBytes, long newBytes) {
    return add(execution, newBytes - oldBytes);
  }

  private static boolean add(Execution execution, long bytes) {
    ExecutionMode mode = execution.context.mode();
    MemoryRights rights = execution.canister.memoryRights();
    long before = execution.canister.memoryBytes() + execution.grownBytes;
    long taken =
        Math.max(rights.allocatedBytes(), before + bytes)
            - Math.max(rights.allocatedBytes(), before);
    if (taken > 0 && mode.checksFreezing()) {
      checkFreezing(execution, before + bytes, taken);
    }
    if (taken > 0 && mode.takesMemory() && !take(execution, rights, taken)) {
      return false;
    }
    execution.grownBytes += bytes;
    return true;
  }

  /// A canister must not freeze itself by growing.
  private static void checkFreezing(Execution execution, long memoryBytes, long taken) {
    Cycles threshold = execution.canister.prices().freezingThreshold(memoryBytes);
    if (execution.effects.balance().isLessThan(threshold)) {
      throw notPaid(execution, taken, threshold);
    }
  }

  /// Takes memory from what the subnet has left, and sets cycles aside if that is little.
  private static boolean take(Execution execution, MemoryRights rights, long bytes) {
    MessageEffects effects = execution.effects;
    long others = rights.takenBytes() + effects.takenBytes();
    long spared = execution.context.mode().isCallback() ? 0 : SubnetMemory.FOR_CALLBACKS_BYTES;
    if (others + bytes > SubnetMemory.CAPACITY_BYTES - spared) {
      return false;
    }
    Cycles reservation = execution.canister.prices().storageReservation(others, bytes);
    Cycles reserved =
        rights.reserved().saturatingPlus(effects.reserved()).saturatingPlus(reservation);
    if (!reservation.isZero() && rights.reservedLimit().isLessThan(reserved)) {
      throw Faults.reservedCyclesLimit(bytes, reserved, rights.reservedLimit());
    }
    if (effects.balance().isLessThan(reservation)) {
      throw notPaid(execution, bytes, reservation);
    }
    effects.takeMemory(bytes, reservation);
    return true;
  }

  private static CanisterFault notPaid(Execution execution, long bytes, Cycles needed) {
    boolean detailed = execution.canister.isController(execution.context.caller());
    return Faults.memoryGrowth(bytes, detailed ? needed.minus(execution.effects.balance()) : null);
  }
}
