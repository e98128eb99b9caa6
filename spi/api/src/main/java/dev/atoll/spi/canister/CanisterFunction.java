package dev.atoll.spi.canister;

import org.osgi.annotation.versioning.ConsumerType;

/// What a canister does when it is entered: a method, a hook or a callback.
@ConsumerType
@FunctionalInterface
public interface CanisterFunction {

  /// Runs to its end; what it did counts only if it returns.
  ///
  /// @param context for this execution, on this thread; of no use afterwards
  /// @throws CanisterTrap to undo everything; the caller is rejected with its text
  /// @throws RuntimeException as a trap whose text names the class of the exception, and no more:
  ///     messages of exceptions may differ between replicas
  void run(CanisterContext context);
}
