package dev.atoll.replica.management;

/// One method of the management canister.
@FunctionalInterface
interface ManagementMethod {

  /// Executes the call whole, or throws before anything has changed.
  ///
  /// @throws ManagementException if the call is rejected
  ManagementOutcome execute(Invocation invocation);
}
