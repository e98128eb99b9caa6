package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.ReplicatedState;

/// Executes one batch on the replicated state. The subnet's thread alone calls it.
///
/// Published memories do not change here: see [dev.atoll.replica.execution.Publisher].
@FunctionalInterface
public interface RoundExecutor {

  RoundSummary execute(ReplicatedState state, RoundInput input);
}
