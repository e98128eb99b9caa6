package dev.atoll.replica.execution;

import dev.atoll.replica.execution.QueryOutcome.Reply;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.OutgoingCall;

/// Runs functions of canisters within the budget of one query. Used by one thread.
record QueryEntries(QueryBudget budget, ExecutionCosts costs) {

  ExecutionOutcome run(QueryLease lease, Entry entry, MessageContext context) {
    ExecutionOutcome outcome =
        lease.instance().instance().run(entry, context, lease.info(costs), budget.left());
    budget.use(outcome.instructions());
    return outcome;
  }

  /// Runs a callback. If it fails, what it did is undone and the cleanup runs.
  ///
  /// @param last whether the query ends if it fails, so that nobody sees what is left
  ExecutionOutcome callback(
      QueryLease lease,
      MessageContext context,
      OutgoingCall call,
      QueryOutcome result,
      long instructionsBefore,
      boolean last) {
    boolean replied = result instanceof Reply;
    MessageContext callback = QueryContexts.callback(context, result, instructionsBefore);
    Entry entry = Entry.Closure.of(replied ? call.onReply() : call.onReject());
    if (last && call.onCleanup() == null) {
      return run(lease, entry, callback);
    }
    try (QuerySavepoint before = lease.instance().savepoint()) {
      ExecutionOutcome outcome = run(lease, entry, callback);
      CanisterFault fault = outcome.fault();
      if (fault == null) {
        return outcome;
      }
      before.restore();
      if (call.onCleanup() == null) {
        return outcome;
      }
      ExecutionOutcome cleanup =
          run(
              lease,
              Entry.Closure.of(call.onCleanup()),
              callback.withMode(ExecutionMode.COMPOSITE_CLEANUP));
      CanisterFault second = cleanup.fault();
      if (second != null) {
        before.restore();
        fault = fault.withCleanup(second);
      }
      return new ExecutionOutcome(
          cleanup.effects(), outcome.instructions() + cleanup.instructions(), fault);
    }
  }
}
