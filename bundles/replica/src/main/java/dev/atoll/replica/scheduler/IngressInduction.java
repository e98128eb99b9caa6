package dev.atoll.replica.scheduler;

import dev.atoll.replica.execution.ExecutionCosts;
import dev.atoll.replica.management.DelayedFee;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Takes users' calls from a block into the queues, each of them once.
///
/// Source: reference implementation `rs/messaging/src/scheduling/valid_set_rule.rs`.
final class IngressInduction {

  private final ExecutionCosts costs;

  IngressInduction(ExecutionCosts costs) {
    this.costs = costs;
  }

  void induct(Round round, Ingress ingress) {
    ReplicatedState state = round.state();
    boolean known = state.ingressHistory().get(ingress.requestId()) != null;
    if (known || ingress.expiryNanos() < round.nowNanos()) {
      return;
    }
    IngressStatus status = enqueue(round, ingress);
    state
        .ingressHistory()
        .put(
            ingress.requestId(),
            new IngressStatus.Entry(
                ingress.sender(),
                ingress.receiver(),
                ingress.effectiveCanisterId(),
                status,
                round.nowNanos(),
                ingress.expiryNanos()));
  }

  private IngressStatus enqueue(Round round, Ingress ingress) {
    boolean management = ingress.receiver().isManagementCanister();
    @Nullable CanisterState payer =
        round.state().canister(management ? ingress.effectiveCanisterId() : ingress.receiver());
    if (payer == null) {
      if (!management) {
        return rejected(
            ErrorCode.CANISTER_NOT_FOUND, "Canister %s not found".formatted(ingress.receiver()));
      }
    } else {
      if (!management && !(payer.status() instanceof CanisterStatus.Running)) {
        return notRunning(payer);
      }
      if (!charge(round, payer, ingress)) {
        return rejected(
            ErrorCode.CANISTER_OUT_OF_CYCLES, "Canister %s is out of cycles".formatted(payer.id()));
      }
    }
    if (management) {
      round.state().pushManagement(new Input.FromUser(ingress));
    } else if (payer != null) {
      payer.inputs().push(ingress);
      round.changed(payer.id());
      round.makeReady(payer.id());
    }
    return new IngressStatus.Received();
  }

  private static IngressStatus notRunning(CanisterState canister) {
    return canister.status() instanceof CanisterStatus.Stopping
        ? rejected(ErrorCode.CANISTER_STOPPING, "Canister %s is stopping".formatted(canister.id()))
        : rejected(ErrorCode.CANISTER_STOPPED, "Canister %s is stopped".formatted(canister.id()));
  }

  private boolean charge(Round round, CanisterState payer, Ingress ingress) {
    long bytes = Bytes.ofUtf8(ingress.method()).size() + (long) ingress.arg().size();
    Cycles fee = costs.ingressInduction(round.state().subnet(), bytes);
    if (fee.isZero() || DelayedFee.isDelayed(ingress)) {
      return true;
    }
    Cycles threshold =
        costs.freezingThreshold(
            round.state().subnet(),
            payer.settings(),
            CanisterMemory.totalBytes(payer),
            payer.reservedCycles());
    Cycles debit = payer.ingressDebit();
    if (payer.cycles().isLessThan(fee.saturatingPlus(threshold).saturatingPlus(debit))) {
      return false;
    }
    if (round.state().isExecuting(payer.id())) { // which must not see its cycles change
      payer.setIngressDebit(debit.saturatingPlus(fee));
      round.changed(payer.id());
      return true;
    }
    payer.setCycles(payer.cycles().minus(fee));
    payer.consumed().add(Purpose.INGRESS_INDUCTION, fee);
    round.changed(payer.id());
    return true;
  }

  private static IngressStatus rejected(ErrorCode code, String message) {
    return new IngressStatus.Rejected(code.rejectCode(), message, code);
  }
}
