package dev.atoll.replica.execution;

import dev.atoll.replica.execution.QueryOutcome.Reject;
import dev.atoll.replica.execution.QueryOutcome.Reply;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.replica.systemapi.OutgoingCall;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
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

  private final ExecutionCosts costs;

  private final ManagementQueries management;

  QueryRun(
      PublishedState state,
      QueryLeases leases,
      QueryBudget budget,
      ExecutionCosts costs,
      ManagementQueries management) {
    this.state = state;
    this.leases = leases;
    this.budget = budget;
    this.costs = costs;
    this.management = management;
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
              context(
                  ExecutionMode.INSPECT_MESSAGE,
                  lease,
                  call.caller(),
                  call.senderInfo(),
                  call.arg(),
                  call.method(),
                  null);
          ExecutionOutcome outcome = run(lease, new Entry.Exported(export), context);
          CanisterFault fault = outcome.fault();
          if (fault == null && !outcome.effects().messageAccepted()) {
            fault = Faults.rejected();
          }
          return fault == null ? new Reply(Bytes.EMPTY, budget.used()) : reject(lease, fault);
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
              context(
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
              context(
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
    ExecutionOutcome outcome = run(lease, new Entry.Exported(method.exportName()), context);
    CanisterFault fault = outcome.fault();
    if (fault != null) {
      return reject(lease, fault);
    }
    MessageEffects.@Nullable Response response = outcome.effects().response();
    return response == null ? didNotReply(lease) : answer(response);
  }

  /// Runs a composite query, then its calls one after the other, each followed by its callback.
  private QueryOutcome composite(
      QueryLease lease, ExportedMethod method, MessageContext context, int depth) {
    ExecutionOutcome outcome = run(lease, new Entry.Exported(method.exportName()), context);
    long instructions = outcome.instructions();
    ArrayDeque<OutgoingCall> open = new ArrayDeque<>();
    while (true) {
      CanisterFault fault = outcome.fault();
      if (fault == null) {
        MessageEffects.@Nullable Response response = outcome.effects().response();
        if (response != null) {
          return answer(response);
        }
        open.addAll(outcome.effects().calls());
      } else if (open.isEmpty()) {
        return reject(lease, fault);
      }
      @Nullable OutgoingCall call = open.pollFirst();
      if (call == null) {
        return didNotReply(lease);
      }
      QueryOutcome result = call(lease, call, depth + 1);
      budget.check(depth);
      outcome = callback(lease, context, call, result, instructions);
      instructions += outcome.instructions();
    }
  }

  private QueryOutcome call(QueryLease lease, OutgoingCall call, int depth) {
    budget.check(depth);
    Principal caller = lease.canister().id();
    if (call.receiver().isManagementCanister()) {
      return state.read(view -> management.answer(view, caller, call.method(), call.arg()));
    }
    return query(call.receiver(), call.method(), call.arg(), caller, null, depth);
  }

  private ExecutionOutcome callback(
      QueryLease lease,
      MessageContext context,
      OutgoingCall call,
      QueryOutcome result,
      long instructionsBefore) {
    boolean replied = result instanceof Reply;
    Bytes data = result instanceof Reply reply ? reply.reply() : Bytes.EMPTY;
    MessageContext.@Nullable Reject reject =
        result instanceof Reject rejected
            ? new MessageContext.Reject(
                rejected.errorCode().rejectCode().code(), Bytes.ofUtf8(rejected.message()))
            : null;
    MessageContext callback =
        new MessageContext(
            replied
                ? ExecutionMode.COMPOSITE_REPLY_CALLBACK
                : ExecutionMode.COMPOSITE_REJECT_CALLBACK,
            context.timeNanos(),
            context.caller(),
            context.senderInfo(),
            data,
            "",
            reject,
            Cycles.ZERO,
            Cycles.ZERO,
            0,
            instructionsBefore,
            false,
            null);
    return run(lease, Entry.Closure.of(replied ? call.onReply() : call.onReject()), callback);
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
        return reject(lease, fault);
      } finally {
        leases.giveBack(lease);
      }
    } catch (CanisterFault fault) {
      return new Reject(fault.code(), fault.messageFor(canister), budget.used());
    } catch (CallRefused refused) {
      return new Reject(refused.code(), refused.text(), budget.used());
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

  private static MessageContext context(
      ExecutionMode mode,
      QueryLease lease,
      Principal caller,
      Ingress.@Nullable SenderInfo senderInfo,
      Bytes arg,
      String method,
      @Nullable Supplier<Bytes> certificate) {
    return new MessageContext(
        mode,
        lease.timeNanos(),
        caller,
        senderInfo,
        arg,
        method,
        null,
        Cycles.ZERO,
        Cycles.ZERO,
        0,
        0,
        false,
        certificate);
  }

  private ExecutionOutcome run(QueryLease lease, Entry entry, MessageContext context) {
    ExecutionOutcome outcome =
        lease.instance().instance().run(entry, context, lease.info(costs), budget.left());
    budget.use(outcome.instructions());
    return outcome;
  }

  private QueryOutcome answer(MessageEffects.Response response) {
    return switch (response) {
      case MessageEffects.Response.Reply(Bytes data) -> new Reply(data, budget.used());
      case MessageEffects.Response.Reject(String message) ->
          new Reject(ErrorCode.CANISTER_REJECTED_MESSAGE, message, budget.used());
    };
  }

  private QueryOutcome reject(QueryLease lease, CanisterFault fault) {
    return new Reject(fault.code(), fault.messageFor(lease.canister().id()), budget.used());
  }

  private QueryOutcome didNotReply(QueryLease lease) {
    return new Reject(
        ErrorCode.CANISTER_DID_NOT_REPLY,
        "Canister %s did not reply to the call".formatted(lease.canister().id()),
        budget.used());
  }
}
