package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetMemory;
import dev.atoll.types.Cycles;

/// Memory that a canister wants outside of its messages: by its settings, its installation, its
/// chunks. It is judged by whoever wants it and then taken.
///
/// Source: reference implementation `rs/execution_environment/src/canister_manager.rs`,
/// `memory_usage_checks`.
///
/// @param bytes what it would hold more; 0 if it would not hold more
/// @param availableBytes what the subnet has left
/// @param reservation cycles to be set aside for it
public record StorageClaim(long bytes, long availableBytes, Cycles reservation) {

  /// @param heldBefore what the canister holds
  /// @param heldAfter what it would hold
  public static StorageClaim of(
      ReplicatedState state, ExecutionCosts costs, long heldBefore, long heldAfter) {
    long taken = state.memory().takenBytes();
    long bytes = Math.max(0, heldAfter - heldBefore);
    return new StorageClaim(
        bytes,
        Math.max(0, SubnetMemory.CAPACITY_BYTES - taken),
        costs.storageReservation(state.subnet(), taken, bytes));
  }

  public boolean fits() {
    return bytes <= availableBytes;
  }

  /// Whether more would be set aside than `limit`.
  ///
  /// @param reserved what is set aside already
  public boolean exceeds(Cycles reserved, Cycles limit) {
    return !reservation.isZero() && limit.isLessThan(reserved.saturatingPlus(reservation));
  }

  /// By how much more would be set aside than `limit`.
  public Cycles excess(Cycles reserved, Cycles limit) {
    return reserved.saturatingPlus(reservation).saturatingMinus(limit);
  }

  /// Gives the memory to the canister and sets its cycles aside.
  public void take(ReplicatedState state, CanisterState canister) {
    state.memory().give(bytes);
    canister.setCycles(canister.cycles().minus(reservation));
    canister.setReservedCycles(canister.reservedCycles().plus(reservation));
  }
}
