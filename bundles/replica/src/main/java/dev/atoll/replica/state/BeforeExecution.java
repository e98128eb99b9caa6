package dev.atoll.replica.state;

import dev.atoll.types.Cycles;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What of a canister an execution changes before its code runs, as it was before that.
///
/// A checkpoint shows the canister as if the execution had not begun, because who loads it begins
/// the execution again. The subnet's thread alone uses it.
public final class BeforeExecution {

  private final CanisterState canister;

  private final Cycles cycles;

  private final CyclesConsumed consumed;

  private final CanisterLog log;

  private final long globalTimerNanos;

  private final CanisterState.LowMemoryHook lowMemoryHook;

  private final @Nullable Callback callback;

  private BeforeExecution(CanisterState canister, CanisterLog log, @Nullable Callback callback) {
    this.canister = canister;
    this.cycles = canister.cycles();
    this.consumed = canister.consumed().copy();
    this.log = log;
    this.globalTimerNanos = canister.globalTimerNanos();
    this.lowMemoryHook = canister.lowMemoryHook();
    this.callback = callback;
  }

  /// Before `canister` executes `work`.
  public static BeforeExecution of(CanisterState canister, LongExecution.Work work) {
    @Nullable Callback callback =
        work instanceof LongExecution.Work.Message(InputQueues.Input.FromCanister(var message))
                && message instanceof CanisterMessage.Response response
            ? canister.calls().callback(response.callbackId())
            : null;
    // Code that is installed logs before the execution ends; a message does not.
    CanisterLog log =
        work instanceof LongExecution.Work.Management || callback != null
            ? CanisterLog.restore(canister.log().entries(), canister.log().nextIndex())
            : canister.log();
    return new BeforeExecution(canister, log, callback);
  }

  /// Gives what `view` makes of the canister as it was before.
  public <T> T see(Supplier<T> view) {
    Cycles nowCycles = canister.cycles();
    CyclesConsumed nowConsumed = canister.consumed();
    CanisterLog nowLog = canister.log();
    long nowTimer = canister.globalTimerNanos();
    CanisterState.LowMemoryHook nowHook = canister.lowMemoryHook();
    set(cycles, consumed, log, globalTimerNanos, lowMemoryHook);
    if (callback != null) {
      canister.calls().putBack(callback);
    }
    try {
      return view.get();
    } finally {
      if (callback != null) {
        canister.calls().unregister(callback.id());
      }
      set(nowCycles, nowConsumed, nowLog, nowTimer, nowHook);
    }
  }

  /// Makes the canister what it was before, for good.
  public void restore() {
    set(cycles, consumed, log, globalTimerNanos, lowMemoryHook);
    if (callback != null) {
      canister.calls().putBack(callback);
    }
  }

  private void set(
      Cycles newCycles,
      CyclesConsumed newConsumed,
      CanisterLog newLog,
      long newTimerNanos,
      CanisterState.LowMemoryHook newHook) {
    canister.setCycles(newCycles);
    canister.setConsumed(newConsumed);
    canister.setLog(newLog);
    canister.setGlobalTimerNanos(newTimerNanos);
    canister.setLowMemoryHook(newHook);
  }
}
