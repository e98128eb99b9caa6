package dev.atoll.replica.management;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.StorageClaim;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetMemory;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a subnet can grant and a canister can pay, of what its settings ask for.
///
/// Source: reference implementation `rs/execution_environment/src/canister_manager.rs`,
/// `validate_canister_settings`.
final class SettingsRules {

  /// What all canisters may have allocated together, less one percent that always stays free.
  /// Source: four cores, of which `allocatable_compute_capacity_in_percent` grants half.
  static final int COMPUTE_CAPACITY_PERCENT = 200;

  private final CyclesAccounting accounting;

  SettingsRules(CyclesAccounting accounting) {
    this.accounting = accounting;
  }

  /// Checks what a canister shall become.
  ///
  /// @param id of the canister, null for one that is being created
  /// @param before its settings, the defaults for a new canister
  /// @return the memory that it shall have, not taken yet
  /// @throws ManagementException if the subnet or the canister cannot bear it
  StorageClaim check(
      ReplicatedState state,
      @Nullable Principal id,
      CanisterSettings before,
      CanisterSettings after,
      Cycles balance) {
    @Nullable CanisterState canister = id == null ? null : state.canister(id);
    long usedBytes = canister == null ? 0 : CanisterMemory.totalBytes(canister);
    Cycles reserved = canister == null ? Cycles.ZERO : canister.reservedCycles();
    if (after.memoryAllocationBytes() != before.memoryAllocationBytes()) {
      checkMemory(state, id, after, usedBytes);
    }
    if (after.computeAllocationPercent() > before.computeAllocationPercent()) {
      checkCompute(state, id, after);
    }
    checkBalance(state, before, after, usedBytes, balance, reserved);
    if (after.reservedCyclesLimit().isLessThan(reserved)) {
      throw SettingsRefusals.reservedLimitTooLow(after.reservedCyclesLimit(), reserved);
    }
    StorageClaim claim =
        StorageClaim.of(
            state,
            accounting,
            canister == null ? 0 : SubnetMemory.held(before, usedBytes),
            SubnetMemory.held(after, usedBytes));
    BigInteger allocation = unsigned(after.memoryAllocationBytes());
    if (claim.exceeds(reserved, after.reservedCyclesLimit())) {
      throw SettingsRefusals.reservedLimitExceeded(
          allocation,
          after.reservedCyclesLimit(),
          claim.excess(reserved, after.reservedCyclesLimit()));
    }
    if (balance.isLessThan(claim.reservation())) {
      throw SettingsRefusals.memoryNotPaid(allocation, claim.reservation().minus(balance));
    }
    return claim;
  }

  private static void checkMemory(
      ReplicatedState state, @Nullable Principal id, CanisterSettings after, long usedBytes) {
    BigInteger others =
        others(state, id)
            .map(canister -> held(canister.settings(), CanisterMemory.totalBytes(canister)))
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger available =
        BigInteger.valueOf(SubnetMemory.CAPACITY_BYTES).subtract(others).max(BigInteger.ZERO);
    BigInteger requested = held(after, usedBytes);
    if (requested.compareTo(available) > 0) {
      throw SettingsRefusals.memoryOversubscribed(requested, available);
    }
  }

  /// All canisters but the one that is changed.
  private static Stream<CanisterState> others(ReplicatedState state, @Nullable Principal id) {
    return state.canisters().values().stream()
        .filter(canister -> id == null || !canister.id().equals(id));
  }

  /// The memory that a canister keeps others from using.
  private static BigInteger held(CanisterSettings settings, long usedBytes) {
    return unsigned(settings.memoryAllocationBytes()).max(BigInteger.valueOf(usedBytes));
  }

  private static void checkCompute(
      ReplicatedState state, @Nullable Principal id, CanisterSettings after) {
    int others =
        others(state, id)
            .mapToInt(canister -> canister.settings().computeAllocationPercent())
            .sum();
    int available = Math.max(0, COMPUTE_CAPACITY_PERCENT - others - 1);
    if (after.computeAllocationPercent() > available) {
      throw SettingsRefusals.computeOversubscribed(after.computeAllocationPercent(), available);
    }
  }

  /// A higher freezing threshold may freeze the canister, a higher allocation may not.
  private void checkBalance(
      ReplicatedState state,
      CanisterSettings before,
      CanisterSettings after,
      long usedBytes,
      Cycles balance,
      Cycles reserved) {
    Cycles threshold = accounting.freezingThreshold(state.subnet(), after, usedBytes, reserved);
    if (!balance.isLessThan(threshold)) {
      return;
    }
    Cycles missing = threshold.minus(balance);
    if (after.computeAllocationPercent() > before.computeAllocationPercent()) {
      throw SettingsRefusals.computeNotPaid(after.computeAllocationPercent(), missing);
    }
    BigInteger allocation = unsigned(after.memoryAllocationBytes());
    if (allocation.compareTo(unsigned(before.memoryAllocationBytes())) > 0) {
      throw SettingsRefusals.memoryNotPaid(allocation, missing);
    }
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
