package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Cycles;
import org.jspecify.annotations.Nullable;

/// The cycles for the most instructions that an execution may use, taken before it and given back
/// but for those used.
///
/// Source: reference implementation `rs/cycles_account_manager`, `prepay_execution_cycles` and
/// `refund_unused_execution_cycles`.
///
/// @param prepaid what was taken
record Prepayment(
    ExecutionCosts costs,
    SubnetInfo subnet,
    CanisterState canister,
    boolean memory64,
    Cycles prepaid) {

  /// Takes the cycles, or takes nothing and gives null if the canister would be frozen.
  static @Nullable Prepayment take(
      ExecutionCosts costs,
      SubnetInfo subnet,
      CanisterState canister,
      boolean memory64,
      long instructionLimit) {
    Cycles cost = costs.execution(subnet, instructionLimit, memory64);
    if (!cost.isZero()) {
      if (canister.cycles().isLessThan(cost.saturatingPlus(threshold(costs, subnet, canister)))) {
        return null;
      }
      canister.setCycles(canister.cycles().minus(cost));
    }
    return new Prepayment(costs, subnet, canister, memory64, cost);
  }

  /// What a canister lacks to pay for an execution.
  static Cycles missing(
      ExecutionCosts costs,
      SubnetInfo subnet,
      CanisterState canister,
      boolean memory64,
      long instructionLimit) {
    return costs
        .execution(subnet, instructionLimit, memory64)
        .saturatingPlus(threshold(costs, subnet, canister))
        .saturatingMinus(canister.cycles());
  }

  private static Cycles threshold(ExecutionCosts costs, SubnetInfo subnet, CanisterState canister) {
    return costs.freezingThreshold(
        subnet,
        canister.settings(),
        CanisterMemory.totalBytes(canister),
        canister.reservedCycles());
  }

  /// Gives back what `instructions` do not cost.
  void settle(long instructions) {
    Cycles used = costs.execution(subnet, instructions, memory64).min(prepaid);
    canister.setCycles(canister.cycles().saturatingPlus(prepaid.minus(used)));
    if (!used.isZero()) {
      canister.consumed().add(Purpose.INSTRUCTIONS, used);
    }
  }
}
