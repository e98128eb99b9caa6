package dev.atoll.replica.execution;

/// Executes queries on the state that was published last. Callable from any thread.
public interface QueryExecutor extends AutoCloseable {

  /// Runs `call`; blocks while it executes, and while others use the instances of the canister.
  ///
  /// A canister that is missing, stopped, frozen or without code, and a module without
  /// `canister_inspect_message` (accepted), are answered here too.
  QueryOutcome run(PublishedState state, QueryCall call);

  /// Lets go of all instances.
  @Override
  void close();
}
