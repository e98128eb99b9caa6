package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// Lends instances that are in step with the published state. Safe for use from any thread.
final class QueryLeases {

  private final PublishedState state;

  private final QueryPool pool;

  QueryLeases(PublishedState state, QueryPool pool) {
    this.state = state;
    this.pool = pool;
  }

  /// Takes an instance and brings it to the published state. The state may move on between choosing
  /// the instance and copying its memories; then the choice is made again.
  ///
  /// @throws CallRefused if the canister does not answer queries
  QueryLease take(Principal id) {
    while (true) {
      CanisterSnapshot chosen = state.read(view -> checked(view, id));
      QueryInstance instance = pool.take(chosen, code(chosen));
      boolean taken = false;
      try {
        @Nullable QueryLease lease = state.read(view -> synchronize(view, id, instance));
        if (lease != null) {
          instance.prepare(lease.execution());
          taken = true;
          return lease;
        }
      } finally {
        if (!taken) {
          instance.close();
        }
      }
    }
  }

  private static @Nullable QueryLease synchronize(
      PublishedState.View view, Principal id, QueryInstance instance) {
    CanisterSnapshot canister = checked(view, id);
    ExecutionState execution = code(canister);
    if (!instance.serves(canister, execution)) {
      return null;
    }
    instance.synchronize();
    return new QueryLease(instance, canister, execution, view.timeNanos(), view.subnet(), view);
  }

  private static CanisterSnapshot checked(PublishedState.View view, Principal id) {
    @Nullable CanisterSnapshot canister = view.canister(id);
    if (canister == null) {
      throw new CallRefused(ErrorCode.CANISTER_NOT_FOUND, "Canister %s not found".formatted(id));
    }
    switch (canister.status()) {
      case CanisterStatus.Running() -> {}
      case CanisterStatus.Stopping ignored ->
          throw new CallRefused(
              ErrorCode.CANISTER_STOPPING, "Canister %s is stopping".formatted(id));
      case CanisterStatus.Stopped() ->
          throw new CallRefused(ErrorCode.CANISTER_STOPPED, "Canister %s is stopped".formatted(id));
    }
    if (canister.frozen()) {
      throw new CallRefused(
          ErrorCode.CANISTER_OUT_OF_CYCLES,
          ("Canister %s is unable to process query calls because it's frozen. Please top up the"
                  + " canister with cycles and try again.")
              .formatted(id));
    }
    return canister;
  }

  private static ExecutionState code(CanisterSnapshot canister) {
    @Nullable ExecutionState execution = canister.execution();
    if (execution == null) {
      throw Faults.noModule();
    }
    return execution;
  }

  /// Ends the use of an instance.
  void giveBack(QueryLease lease) {
    pool.giveBack(lease.canister().id(), lease.instance());
  }
}
