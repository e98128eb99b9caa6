package dev.atoll.replica.management;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;

/// Takes the fee for a small `update_settings` call after the call: a canister that is frozen
/// because its freezing threshold is too high cannot pay before.
///
/// Source: reference implementation `rs/cycles_account_manager`,
/// `is_delayed_ingress_induction_cost`.
public final class DelayedFee {

  /// Source: `MAX_DELAYED_INGRESS_COST_PAYLOAD_SIZE`.
  private static final int ARG_SIZE_BYTES_MAX = 366;

  private DelayedFee() {}

  /// Whether the call is inducted without a fee.
  public static boolean isDelayed(Ingress ingress) {
    return ingress.receiver().isManagementCanister()
        && ingress.method().equals("update_settings")
        && ingress.arg().size() <= ARG_SIZE_BYTES_MAX;
  }

  /// Takes the fee if the canister can pay it now; it is let off otherwise.
  static void charge(
      CyclesAccounting accounting, SubnetInfo subnet, CanisterState canister, Ingress ingress) {
    long bytes = Bytes.ofUtf8(ingress.method()).size() + (long) ingress.arg().size();
    Cycles fee = accounting.ingressInduction(subnet, bytes);
    Cycles threshold =
        accounting.freezingThreshold(
            subnet,
            canister.settings(),
            CanisterMemory.totalBytes(canister),
            canister.reservedCycles());
    if (!fee.isZero() && !canister.cycles().isLessThan(fee.saturatingPlus(threshold))) {
      canister.setCycles(canister.cycles().minus(fee));
      canister.consumed().add(Purpose.INGRESS_INDUCTION, fee);
    }
  }
}
