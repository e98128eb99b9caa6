package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterLog;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What readers beside the subnet's thread may know about a canister: the state at a publication.
///
/// Immutable, except that the memories in it move on with the next publication: they are read under
/// the lock that publication takes.
///
/// @param freezingThreshold the cycles below which it is frozen
/// @param logEntries the log, oldest first
public record CanisterSnapshot(
    Principal id,
    CanisterSettings settings,
    CanisterStatus status,
    Cycles cycles,
    Cycles reservedCycles,
    Cycles freezingThreshold,
    long version,
    @Nullable ExecutionState execution,
    CommittedMemory stableMemory,
    Bytes certifiedData,
    List<CanisterLog.Entry> logEntries,
    CanisterMemory memory,
    Map<Purpose, Cycles> consumed,
    boolean readyForMigration) {

  public boolean frozen() {
    return cycles.isLessThan(freezingThreshold);
  }

  public boolean isController(Principal principal) {
    return settings.controllers().contains(principal);
  }
}
