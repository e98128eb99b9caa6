package dev.atoll.replica.execution;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;

/// The management canister as composite queries may call it.
///
/// Source: Internet Computer interface specification 0.66, "Composite queries".
@FunctionalInterface
public interface ManagementQueries {

  /// Answers at once; callable from any thread.
  QueryOutcome answer(PublishedState.View view, Principal caller, String method, Bytes arg);
}
