package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.ReplicatedState;

/// Executes one batch on the replicated state. The subnet's thread alone calls it.
///
/// Published memories do not change here: see [dev.atoll.replica.execution.Publisher].
@FunctionalInterface
public interface RoundExecutor {

  RoundSummary execute(ReplicatedState state, RoundInput input);

  /// Brings executions that a loaded state is in the middle of to where they were; before the first
  /// batch.
  default void restore(ReplicatedState state) {}
}
