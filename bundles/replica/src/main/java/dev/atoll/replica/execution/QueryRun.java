package dev.atoll.replica.execution;

import dev.atoll.replica.execution.QueryOutcome.Reply;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.replica.systemapi.OutgoingCall;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ExportedMethod;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One query of a user with all queries that it calls, depth first. Used by one thread.
///
/// Source: reference implementation
/// `rs/execution_environment/src/query_handler/query_call_graph.rs`.
final class QueryRun {

  private final PublishedState state;

  private final QueryLeases leases;

  private final QueryBudget budget;

  private final ManagementQueries management;

  private final QueryEntries entries;

  private final QueryAnswers answers;

  QueryRun(
      PublishedState state,
      QueryLeases leases,
      QueryBudget budget,
      ExecutionCosts costs,
      ManagementQueries management) {
    this.state = state;
    this.leases = leases;
    this.budget = budget;
    this.entries = new QueryEntries(budget, costs);
    this.management = management;
    this.answers = new QueryAnswers(budget);
  }

  QueryOutcome root(QueryCall call) {
    return switch (call.kind()) {
      case QUERY ->
          query(call.canister(), call.method(), call.arg(), call.caller(), call.senderInfo(), 0);
      case TRANSFORM -> transform(call);
      case INSPECT -> inspect(call);
    };
  }

  private QueryOutcome inspect(QueryCall call) {
    return with(
        call.canister(),
        lease -> {
          String export = "canister_inspect_message";
          if (lease.execution().module().exportedFunction(export).isEmpty()) {
            return new Reply(Bytes.EMPTY, budget.used());
          }
          MessageContext context =
              QueryContexts.of(
                  ExecutionMode.INSPECT_MESSAGE,
                  lease,
                  call.caller(),
                  call.senderInfo(),
                  call.arg(),
                  call.method(),
                  null);
          ExecutionOutcome outcome = entries.run(lease, new Entry.Exported(export), context);
          CanisterFault fault = outcome.fault();
          if (fault == null && !outcome.effects().messageAccepted()) {
            fault = Faults.rejected();
          }
          return fault == null
              ? new Reply(Bytes.EMPTY, budget.used())
              : answers.of(lease.canister().id(), fault);
        });
  }

  private QueryOutcome transform(QueryCall call) {
    return with(
        call.canister(),
        lease -> {
          ExportedMethod method = method(lease, call.method());
          if (method.kind() != ExportedMethod.Kind.QUERY) {
            throw new CallRefused(
                ErrorCode.COMPOSITE_QUERY_CALLED_IN_REPLICATED_MODE,
                "Composite query cannot be used as transform in canister http outcalls.");
          }
          MessageContext context =
              QueryContexts.of(
                  ExecutionMode.TRANSFORM_QUERY,
                  lease,
                  call.caller(),
                  null,
                  call.arg(),
                  call.method(),
                  null);
          return simple(lease, method, context);
        });
  }

  private QueryOutcome query(
      Principal canister,
      String name,
      Bytes arg,
      Principal caller,
      Ingress.@Nullable SenderInfo senderInfo,
      int depth) {
    return with(
        canister,
        lease -> {
          ExportedMethod method = method(lease, name);
          boolean composite = method.kind() == ExportedMethod.Kind.COMPOSITE_QUERY;
          @Nullable Supplier<Bytes> certificate =
              depth == 0 ? () -> lease.view().dataCertificate(canister) : null;
          MessageContext context =
              QueryContexts.of(
                  composite ? ExecutionMode.COMPOSITE_QUERY : ExecutionMode.NON_REPLICATED_QUERY,
                  lease,
                  caller,
                  senderInfo,
                  arg,
                  name,
                  certificate);
          return composite
              ? composite(lease, method, context, depth)
              : simple(lease, method, context);
        });
  }

  private QueryOutcome simple(QueryLease lease, ExportedMethod method, MessageContext context) {
    ExecutionOutcome outcome = entries.run(lease, new Entry.Exported(method.exportName()), context);
    CanisterFault fault = outcome.fault();
    if (fault != null) {
      return answers.of(lease.canister().id(), fault);
    }
    MessageEffects.@Nullable Response response = outcome.effects().response();
    return response == null ? answers.didNotReply(lease.canister().id()) : answers.of(response);
  }

  /// Runs a composite query, then its calls one after the other, each followed by its callback.
  private QueryOutcome composite(
      QueryLease lease, ExportedMethod method, MessageContext context, int depth) {
    ExecutionOutcome outcome = entries.run(lease, new Entry.Exported(method.exportName()), context);
    long instructions = outcome.instructions();
    ArrayDeque<OutgoingCall> open = new ArrayDeque<>();
    while (true) {
      CanisterFault fault = outcome.fault();
      if (fault == null) {
        MessageEffects.@Nullable Response response = outcome.effects().response();
        if (response != null) {
          return answers.of(response);
        }
        open.addAll(outcome.effects().calls());
      } else if (open.isEmpty()) {
        return answers.of(lease.canister().id(), fault);
      }
      @Nullable OutgoingCall call = open.pollFirst();
      if (call == null) {
        return answers.didNotReply(lease.canister().id());
      }
      budget.check(depth);
      QueryOutcome result = call(lease, call, depth + 1);
      budget.check(depth);
      outcome = entries.callback(lease, context, call, result, instructions, open.isEmpty());
      instructions += outcome.instructions();
    }
  }

  private QueryOutcome call(QueryLease lease, OutgoingCall call, int depth) {
    Principal caller = lease.canister().id();
    if (call.receiver().isManagementCanister()) {
      return state.read(view -> management.answer(view, caller, call.method(), call.arg()));
    }
    return query(call.receiver(), call.method(), call.arg(), caller, null, depth);
  }

  private interface Use {

    QueryOutcome with(QueryLease lease);
  }

  private QueryOutcome with(Principal canister, Use use) {
    try {
      QueryLease lease = leases.take(canister);
      try {
        return use.with(lease);
      } catch (CanisterFault fault) {
        return answers.of(lease.canister().id(), fault);
      } finally {
        leases.giveBack(lease);
      }
    } catch (CanisterFault fault) {
      return answers.of(canister, fault);
    } catch (CallRefused refused) {
      return answers.of(refused);
    }
  }

  private static ExportedMethod method(QueryLease lease, String name) {
    return lease
        .execution()
        .module()
        .exportedMethod(name)
        .filter(method -> method.kind() != ExportedMethod.Kind.UPDATE)
        .orElseThrow(() -> Faults.methodNotFound("query", name));
  }
}
