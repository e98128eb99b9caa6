package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.systemapi.CanisterInfo;
import dev.atoll.replica.systemapi.MemoryRights;
import dev.atoll.replica.systemapi.Prices;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.SortedMap;

/// What a query knows of its canister.
record SnapshotInfo(CanisterSnapshot canister, SubnetInfo subnet, Prices prices)
    implements CanisterInfo {

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
  public Cycles balance() {
    return canister.cycles();
  }

  /// Queries cannot ask for it.
  @Override
  public long globalTimerNanos() {
    return CanisterState.TIMER_INACTIVE;
  }

  @Override
  public long wasmMemoryLimitBytes() {
    return canister.settings().wasmMemoryLimitBytes();
  }

  @Override
  public long memoryBytes() {
    return canister.memory().total();
  }

  /// Queries keep nothing, so they take nothing from others.
  @Override
  public MemoryRights memoryRights() {
    return new MemoryRights(
        canister.settings().memoryAllocationBytes(),
        0,
        canister.reservedCycles(),
        canister.settings().reservedCyclesLimit());
  }

  /// The calls of a composite query are its own.
  @Override
  public int outstandingCallsTo(Principal respondent) {
    return 0;
  }

  @Override
  public long logLimitBytes() {
    return canister.settings().logMemoryLimitBytes();
  }
}
