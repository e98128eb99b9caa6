package dev.atoll.replica.execution;

/// Sees every replicated execution of canister code as it ends, before anything of it is kept or
/// undone. Called by the subnet's thread; it must change nothing.
@FunctionalInterface
public interface ExecutionObserver {

  ExecutionObserver NONE = execution -> {};

  void executed(Execution execution);
}
