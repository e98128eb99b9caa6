package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.systemapi.CanisterInfo;
import dev.atoll.replica.systemapi.MemoryRights;
import dev.atoll.replica.systemapi.Prices;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.SortedMap;

/// What a replicated execution knows of its canister.
///
/// @param balance without what was prepaid
/// @param peeking whether asking leaves no trace in the execution
record StateInfo(
    CanisterState canister,
    ReplicatedState state,
    Outbox outbox,
    Cycles balance,
    long memoryBytes,
    Prices prices,
    boolean peeking)
    implements CanisterInfo {

  static StateInfo of(
      CanisterState canister,
      ReplicatedState state,
      Outbox outbox,
      ExecutionCosts costs,
      boolean memory64) {
    SubnetPrices prices =
        new SubnetPrices(
            costs, state.subnet(), canister.settings(), canister.reservedCycles(), memory64);
    return new StateInfo(
        canister,
        state,
        outbox,
        canister.cycles(),
        CanisterMemory.totalBytes(canister),
        prices,
        false);
  }

  @Override
  public StateInfo aside() {
    return new StateInfo(canister, state, outbox, balance, memoryBytes, prices, true);
  }

  @Override
  public SubnetInfo subnet() {
    return state.subnet();
  }

  @Override
  public MemoryRights memoryRights() {
    return new MemoryRights(
        canister.settings().memoryAllocationBytes(),
        peeking ? outbox.peekTakenBytes(state) : outbox.takenBytes(state),
        canister.reservedCycles(),
        canister.settings().reservedCyclesLimit());
  }

  @Override
  public Principal id() {
    return canister.id();
  }

  @Override
  public long version() {
    return canister.version();
  }

  @Override
  public int statusCode() {
    return canister.status().code();
  }

  @Override
  public boolean isController(Principal principal) {
    return canister.isController(principal);
  }

  @Override
  public SortedMap<String, String> environmentVariables() {
    return canister.settings().environmentVariables();
  }

  @Override
  public long globalTimerNanos() {
    return canister.globalTimerNanos();
  }

  @Override
  public long wasmMemoryLimitBytes() {
    return canister.settings().wasmMemoryLimitBytes();
  }

  @Override
  public int outstandingCallsTo(Principal respondent) {
    return canister.calls().outstandingTo(respondent);
  }

  @Override
  public long logLimitBytes() {
    return canister.settings().logMemoryLimitBytes();
  }
}
