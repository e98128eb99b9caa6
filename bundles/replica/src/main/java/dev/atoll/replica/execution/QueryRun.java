package dev.atoll.replica.execution;

import dev.atoll.replica.execution.QueryOutcome.Reject;
import dev.atoll.replica.execution.QueryOutcome.Reply;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.SubnetInfo;
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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One query of a user with all queries that it calls, depth first. Used by one thread.
///
/// Source: reference implementation
/// `rs/execution_environment/src/query_handler/query_call_graph.rs`.
final class QueryRun {

  /// Source: `MAX_QUERY_CALL_DEPTH`.
  static final int DEPTH_MAX = 6;

  /// Source: `MAX_QUERY_CALL_WALLTIME`, 10 s.
  static final long TIME_NANOS_MAX = 10_000_000_000L;

  private final PublishedState state;

  private final QueryPool pool;

  private final ExecutionCosts costs;

  private final ManagementQueries management;

  private final LongSupplier nanoTime;

  private final long startNanos;

  private long left;

  private long used;

  QueryRun(
      PublishedState state,
      QueryPool pool,
      ExecutionCosts costs,
      ManagementQueries management,
      LongSupplier nanoTime,
      long instructionLimit) {
    this.state = state;
    this.pool = pool;
    this.costs = costs;
    this.management = management;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.left = instructionLimit;
  }

  /// An instance in step with the published state, for one query.
  private record Lease(
      QueryInstance instance,
      CanisterSnapshot canister,
      ExecutionState execution,
      long timeNanos,
      SubnetInfo subnet,
      PublishedState.View view) {

    SnapshotInfo info(ExecutionCosts costs) {
      return new SnapshotInfo(
          canister,
          subnet,
          new SubnetPrices(
              costs,
              subnet,
              canister.settings(),
              canister.reservedCycles(),
              execution.module().module().isMemory64()));
    }
  }

  /// Instructions used so far.
  long instructions() {
    return used;
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
            return new Reply(Bytes.EMPTY, used);
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
          return fault == null ? new Reply(Bytes.EMPTY, used) : reject(lease, fault);
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

  private QueryOutcome simple(Lease lease, ExportedMethod method, MessageContext context) {
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
      Lease lease, ExportedMethod method, MessageContext context, int depth) {
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
      checkLimits(depth);
      outcome = callback(lease, context, call, result, instructions);
      instructions += outcome.instructions();
    }
  }

  private QueryOutcome call(Lease lease, OutgoingCall call, int depth) {
    checkLimits(depth);
    Principal caller = lease.canister().id();
    if (call.receiver().isManagementCanister()) {
      return state.read(view -> management.answer(view, caller, call.method(), call.arg()));
    }
    return query(call.receiver(), call.method(), call.arg(), caller, null, depth);
  }

  private ExecutionOutcome callback(
      Lease lease,
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

  /// What ends the whole query, whichever canister is at it.
  private void checkLimits(int depth) {
    if (depth >= DEPTH_MAX) {
      throw new QueryEnded(
          ErrorCode.QUERY_CALL_GRAPH_TOO_DEEP,
          "Composite query calls exceeded the maximum call depth.");
    }
    if (left <= 0) {
      throw new QueryEnded(
          ErrorCode.QUERY_CALL_GRAPH_TOTAL_INSTRUCTION_LIMIT_EXCEEDED,
          "Composite query calls exceeded the instruction limit.");
    }
    if (nanoTime.getAsLong() - startNanos > TIME_NANOS_MAX) {
      throw new QueryEnded(
          ErrorCode.QUERY_TIME_LIMIT_EXCEEDED, "Composite query call exceeded the time limit.");
    }
  }

  private interface Use {

    QueryOutcome with(Lease lease);
  }

  private QueryOutcome with(Principal canister, Use use) {
    try {
      Lease lease = lease(canister);
      try {
        return use.with(lease);
      } catch (CanisterFault fault) {
        return reject(lease, fault);
      } finally {
        pool.giveBack(canister, lease.instance());
      }
    } catch (CanisterFault fault) {
      return new Reject(fault.code(), fault.messageFor(canister), used);
    } catch (CallRefused refused) {
      return new Reject(refused.code(), refused.text(), used);
    }
  }

  /// Takes an instance and brings it to the published state. The state may move on between choosing
  /// the instance and copying its memories; then the choice is made again.
  private Lease lease(Principal id) {
    while (true) {
      CanisterSnapshot chosen = state.read(view -> checked(view, id));
      QueryInstance instance = pool.take(chosen, code(chosen));
      @Nullable Lease lease = state.read(view -> synchronize(view, id, instance));
      if (lease != null) {
        lease.instance().prepare(lease.execution());
        return lease;
      }
      instance.close();
    }
  }

  private static @Nullable Lease synchronize(
      PublishedState.View view, Principal id, QueryInstance instance) {
    CanisterSnapshot canister = checked(view, id);
    ExecutionState execution = code(canister);
    if (!instance.serves(canister, execution)) {
      return null;
    }
    instance.synchronize();
    return new Lease(instance, canister, execution, view.timeNanos(), view.subnet(), view);
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

  private static ExportedMethod method(Lease lease, String name) {
    return lease
        .execution()
        .module()
        .exportedMethod(name)
        .filter(method -> method.kind() != ExportedMethod.Kind.UPDATE)
        .orElseThrow(() -> Faults.methodNotFound("query", name));
  }

  private static MessageContext context(
      ExecutionMode mode,
      Lease lease,
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

  private ExecutionOutcome run(Lease lease, Entry entry, MessageContext context) {
    ExecutionOutcome outcome =
        lease.instance().instance().run(entry, context, lease.info(costs), left);
    left -= outcome.instructions();
    used += outcome.instructions();
    return outcome;
  }

  private QueryOutcome answer(MessageEffects.Response response) {
    return switch (response) {
      case MessageEffects.Response.Reply(Bytes data) -> new Reply(data, used);
      case MessageEffects.Response.Reject(String message) ->
          new Reject(ErrorCode.CANISTER_REJECTED_MESSAGE, message, used);
    };
  }

  private QueryOutcome reject(Lease lease, CanisterFault fault) {
    return new Reject(fault.code(), fault.messageFor(lease.canister().id()), used);
  }

  private QueryOutcome didNotReply(Lease lease) {
    return new Reject(
        ErrorCode.CANISTER_DID_NOT_REPLY,
        "Canister %s did not reply to the call".formatted(lease.canister().id()),
        used);
  }
}
