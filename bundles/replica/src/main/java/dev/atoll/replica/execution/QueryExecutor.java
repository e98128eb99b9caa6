package dev.atoll.replica.execution;

/// Executes queries on the state that was published last. Callable from any thread.
public interface QueryExecutor extends AutoCloseable {

  /// Runs `call`; blocks while it executes, and for a bounded time while others do.
  ///
  /// A canister that is missing, stopped, frozen or without code, and a module without
  /// `canister_inspect_message` (accepted), are answered here too.
  ///
  /// @throws OverloadedException if too many wait already
  QueryOutcome run(PublishedState state, QueryCall call);

  /// Lets go of all instances.
  @Override
  void close();
}
