package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetMemory;
import dev.atoll.replica.systemapi.CycleTexts;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import java.util.Locale;

/// The memory that an installed canister uses, checked when the installation is through.
///
/// Source: reference implementation `rs/execution_environment/src/execution/install_code.rs`,
/// `update_canister_memory_allocation` and its neighbours.
final class InstalledMemory {

  private static final double GIB = 1L << 30;

  private InstalledMemory() {}

  /// @param bytes what the canister uses with the new code
  /// @throws CallRefused if the canister cannot pay, or the subnet does not have it
  static void take(
      ReplicatedState state, CanisterState canister, ExecutionCosts costs, long bytes) {
    long usedBefore = CanisterMemory.totalBytes(canister);
    Cycles threshold =
        costs.freezingThreshold(
            state.subnet(), canister.settings(), bytes, canister.reservedCycles());
    if (canister.cycles().isLessThan(threshold)) {
      throw notPaid(Math.max(0, bytes - usedBefore), threshold.minus(canister.cycles()));
    }
    StorageClaim claim =
        StorageClaim.of(
            state,
            costs,
            SubnetMemory.held(canister.settings(), usedBefore),
            SubnetMemory.held(canister.settings(), bytes));
    if (!claim.fits()) {
      throw new CallRefused(
          ErrorCode.SUBNET_OVERSUBSCRIBED,
          "Canister requested %s of memory but only %s are available in the subnet."
              .formatted(size(claim.bytes()), size(claim.availableBytes())));
    }
    Cycles limit = canister.settings().reservedCyclesLimit();
    if (claim.exceeds(canister.reservedCycles(), limit)) {
      throw new CallRefused(
          ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_GROW,
          ("Canister cannot grow memory by %d bytes due to its reserved cycles limit. The current"
                  + " limit (%s) would be exceeded by %s.")
              .formatted(
                  claim.bytes(),
                  CycleTexts.grouped(limit),
                  CycleTexts.grouped(claim.excess(canister.reservedCycles(), limit))));
    }
    if (canister.cycles().isLessThan(claim.reservation())) {
      throw notPaid(claim.bytes(), claim.reservation().minus(canister.cycles()));
    }
    claim.take(state, canister);
  }

  private static CallRefused notPaid(long bytes, Cycles missing) {
    return new CallRefused(
        ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_GROW,
        ("Canister cannot grow memory by %d bytes due to insufficient cycles. At least %s"
                + " additional cycles are required.")
            .formatted(bytes, CycleTexts.grouped(missing)));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.2f GiB", bytes / GIB);
  }
}
