package dev.atoll.replica.execution;

import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.SubnetInfo;

/// An instance in step with the published state, for one query.
record QueryLease(
    QueryInstance instance,
    CanisterSnapshot canister,
    ExecutionState execution,
    long timeNanos,
    SubnetInfo subnet,
    PublishedState.View view) {

  SnapshotInfo info(ExecutionCosts costs) {
    return new SnapshotInfo(
        canister,
        subnet,
        new SubnetPrices(
            costs,
            subnet,
            canister.settings(),
            canister.reservedCycles(),
            execution.module().module().isMemory64()));
  }
}
