package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.SortedMap;

/// What an execution knows of its own canister, as it was when the execution began.
public interface CanisterInfo {

  Principal id();

  long version();

  /// 1 running, 2 stopping, 3 stopped.
  int statusCode();

  boolean isController(Principal principal);

  SortedMap<String, String> environmentVariables();

  SubnetInfo subnet();

  /// The main balance, without what was prepaid for this execution.
  Cycles balance();

  /// When the global timer is due, 0 if it is not set.
  long globalTimerNanos();

  /// 0 for no limit.
  long wasmMemoryLimitBytes();

  /// All memory that the canister uses, in bytes.
  long memoryBytes();

  MemoryRights memoryRights();

  /// Calls to `respondent` that wait for a response.
  int outstandingCallsTo(Principal respondent);

  /// Room in the canister log, in bytes.
  long logLimitBytes();

  Prices prices();

  /// The same for an execution beside the real one, which must not notice that it was asked.
  default CanisterInfo aside() {
    return this;
  }
}
