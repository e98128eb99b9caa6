package dev.atoll.replica.execution;

import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.replica.systemapi.OutgoingCall;
import dev.atoll.types.Bytes;
import org.jspecify.annotations.Nullable;

/// Puts what an execution wanted into the state of its canister.
final class Effects {

  private Effects() {}

  /// Adds the lines of an execution and its trap to the log; for failed executions too.
  static void log(CanisterState canister, ExecutionOutcome outcome, long nowNanos) {
    long limit = canister.settings().logMemoryLimitBytes();
    for (Bytes line : outcome.effects().logLines()) {
      canister.log().add(nowNanos, line, limit);
    }
    CanisterFault fault = outcome.fault();
    if (fault != null && fault.logLine() != null) {
      canister.log().add(nowNanos, Bytes.ofUtf8(fault.logLine()), limit);
    }
  }

  /// Applies everything but calls, response and log.
  static void apply(ReplicatedState state, CanisterState canister, MessageEffects effects) {
    canister.setCycles(effects.balance());
    canister.setReservedCycles(canister.reservedCycles().plus(effects.reserved()));
    state.memory().give(effects.takenBytes());
    if (!effects.burnt().isZero()) {
      canister.consumed().add(Purpose.BURNED_CYCLES, effects.burnt());
    }
    @Nullable Bytes certifiedData = effects.certifiedData();
    if (certifiedData != null) {
      canister.setCertifiedData(certifiedData);
    }
    @Nullable Long timer = effects.globalTimerNanos();
    if (timer != null) {
      canister.setGlobalTimerNanos(timer);
    }
  }

  /// Registers the calls in their context and sends them.
  static void send(
      CanisterState canister, long callContextId, MessageEffects effects, Outbox outbox) {
    for (OutgoingCall call : effects.calls()) {
      long id = canister.calls().nextCallbackId();
      canister
          .calls()
          .register(
              new Callback(
                  id,
                  callContextId,
                  call.receiver(),
                  call.cycles(),
                  call.onReply(),
                  call.onReject(),
                  call.onCleanup(),
                  call.deadlineNanos(),
                  call.prepaid()));
      if (!call.fee().isZero()) {
        canister.consumed().add(Purpose.REQUEST_AND_RESPONSE_TRANSMISSION, call.fee());
      }
      outbox.send(
          new CanisterMessage.Request(
              canister.id(),
              id,
              call.receiver(),
              call.method(),
              call.arg(),
              call.cycles(),
              call.deadlineNanos()));
    }
  }
}
