package dev.atoll.replica.execution;

import dev.atoll.replica.state.CallContext;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.CycleTexts;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ExportedMethod;
import org.jspecify.annotations.Nullable;

/// Executes calls of users and canisters, and system tasks.
///
/// Source: reference implementation `rs/execution_environment/src/execution/call_or_task.rs` and
/// `replicated_query.rs`.
final class CallExecutor {

  private final CanisterRuntime runtime;

  private final ExecutionCosts costs;

  CallExecutor(CanisterRuntime runtime, ExecutionCosts costs) {
    this.runtime = runtime;
    this.costs = costs;
  }

  /// A call as it comes to its canister.
  ///
  /// @param deadlineNanos 0 without
  record IncomingCall(
      CallOrigin origin, String method, Bytes arg, Cycles cycles, long deadlineNanos) {

    Ingress.@Nullable SenderInfo senderInfo() {
      return origin instanceof CallOrigin.User user ? user.senderInfo() : null;
    }
  }

  /// Executes a call and answers it, unless it waits for calls of its own.
  ///
  /// @return instructions used
  long call(ReplicatedState state, CanisterState canister, IncomingCall call, Outbox outbox) {
    Responder responder = new Responder(canister.id(), outbox);
    try {
      checkStatus(canister, call);
      ExportedMethod method = method(canister, call.method());
      ExecutionMode mode =
          method.kind() == ExportedMethod.Kind.UPDATE
              ? ExecutionMode.UPDATE
              : ExecutionMode.REPLICATED_QUERY;
      return execute(state, canister, call, mode, method.exportName(), outbox, responder);
    } catch (CanisterFault fault) {
      responder.reject(call.origin(), fault, call.cycles());
    } catch (CallRefused refused) {
      responder.reject(call.origin(), refused.code(), refused.text(), call.cycles());
    }
    return 0;
  }

  /// Executes a heartbeat, a timer or a hook; nothing happens if the module does not have it, or if
  /// the canister cannot pay.
  ///
  /// @return instructions used
  long task(ReplicatedState state, CanisterState canister, ExecutionMode mode, Outbox outbox) {
    @Nullable ExecutionState execution = canister.execution();
    String export = exportOf(mode);
    if (execution == null || execution.module().exportedFunction(export).isEmpty()) {
      return 0;
    }
    IncomingCall call =
        new IncomingCall(new CallOrigin.SystemTask(), export, Bytes.EMPTY, Cycles.ZERO, 0);
    Responder responder = new Responder(canister.id(), outbox);
    try {
      return execute(state, canister, call, mode, export, outbox, responder);
    } catch (CanisterFault | CallRefused e) {
      // Nobody waits for an answer.
      return 0;
    }
  }

  /// The export that a task runs.
  static String exportOf(ExecutionMode mode) {
    return switch (mode) {
      case HEARTBEAT -> "canister_heartbeat";
      case GLOBAL_TIMER -> "canister_global_timer";
      case ON_LOW_WASM_MEMORY -> "canister_on_low_wasm_memory";
      default -> throw new IllegalArgumentException(mode + " is no system task");
    };
  }

  private static void checkStatus(CanisterState canister, IncomingCall call) {
    switch (canister.status()) {
      case CanisterStatus.Running() -> {}
      case CanisterStatus.Stopping ignored ->
          throw new CallRefused(
              ErrorCode.CANISTER_STOPPING, "Canister %s is stopping".formatted(canister.id()));
      case CanisterStatus.Stopped() ->
          throw new CallRefused(
              ErrorCode.CANISTER_STOPPED, "Canister %s is stopped".formatted(canister.id()));
    }
    Cycles minimum = canister.settings().minimumIncomingCallCycles();
    if (call.origin() instanceof CallOrigin.Canister
        && !call.origin().caller().equals(canister.id())
        && call.cycles().isLessThan(minimum)) {
      throw new CallRefused(
          ErrorCode.INSUFFICIENT_CYCLES_IN_CALL,
          "Canister %s requires at least %s transferred cycles, found %s"
              .formatted(
                  canister.id(), CycleTexts.grouped(minimum), CycleTexts.grouped(call.cycles())));
    }
  }

  private static ExportedMethod method(CanisterState canister, String name) {
    @Nullable ExecutionState execution = canister.execution();
    if (execution == null) {
      throw Faults.noModule();
    }
    ExportedMethod method =
        execution
            .module()
            .exportedMethod(name)
            .orElseThrow(() -> Faults.methodNotFound("update", name));
    if (method.kind() == ExportedMethod.Kind.COMPOSITE_QUERY) {
      throw new CallRefused(
          ErrorCode.COMPOSITE_QUERY_CALLED_IN_REPLICATED_MODE,
          "Composite query cannot be called in replicated mode");
    }
    return method;
  }

  private long execute(
      ReplicatedState state,
      CanisterState canister,
      IncomingCall call,
      ExecutionMode mode,
      String export,
      Outbox outbox,
      Responder responder) {
    HotCanister hot = runtime.hot(canister);
    boolean memory64 = hot.instance().module().module().isMemory64();
    long limit = InstructionLimits.MESSAGE_MAX;
    @Nullable Prepayment prepayment =
        Prepayment.take(costs, state.subnet(), canister, memory64, limit);
    if (prepayment == null) {
      throw outOfCycles(state, canister, call.origin().caller(), memory64, limit);
    }
    ExecutionOutcome outcome =
        hot.run(
            new Entry.Exported(export),
            context(outbox.beganNanos(state.timeNanos()), call, mode),
            StateInfo.of(canister, state, outbox, costs, memory64),
            limit,
            outbox.slices());
    finish(state, canister, call, mode, hot, outcome, outbox, responder);
    prepayment.settle(outcome.instructions());
    return outcome.instructions();
  }

  private static MessageContext context(long nowNanos, IncomingCall call, ExecutionMode mode) {
    return new MessageContext(
        mode,
        nowNanos,
        call.origin().caller(),
        call.senderInfo(),
        call.arg(),
        call.method(),
        null,
        call.cycles(),
        Cycles.ZERO,
        call.deadlineNanos(),
        0,
        false,
        null);
  }

  private static void finish(
      ReplicatedState state,
      CanisterState canister,
      IncomingCall call,
      ExecutionMode mode,
      HotCanister hot,
      ExecutionOutcome outcome,
      Outbox outbox,
      Responder responder) {
    Effects.log(canister, outcome, state.timeNanos());
    CanisterFault fault = outcome.fault();
    if (fault != null) {
      hot.undo();
      responder.reject(call.origin(), fault, call.cycles());
      return;
    }
    @Nullable ExecutionState execution = canister.execution();
    if (mode == ExecutionMode.REPLICATED_QUERY || execution == null) {
      hot.undo();
    } else {
      canister.setExecution(hot.keep(execution));
    }
    MessageEffects effects = outcome.effects();
    Effects.apply(state, canister, effects);
    canister.bumpVersion();
    LowMemory.update(canister);
    Cycles left = call.cycles().minus(effects.accepted());
    MessageEffects.@Nullable Response response = effects.response();
    if (response != null) {
      responder.respond(call.origin(), response, left);
    } else if (effects.calls().isEmpty()) {
      responder.didNotReply(call.origin(), left);
    }
    if (!effects.calls().isEmpty()) {
      CallContext context =
          canister
              .calls()
              .open(call.origin(), response == null ? left : Cycles.ZERO, state.timeNanos())
              .plusInstructions(outcome.instructions());
      canister.calls().update(context);
      Effects.send(canister, context.id(), effects, outbox);
      if (response != null) {
        canister.calls().update(canister.calls().context(context.id()).withResponded());
      } else if (call.origin() instanceof CallOrigin.User user) {
        outbox.answer(user.requestId(), new IngressStatus.Processing());
      }
    }
  }

  private CallRefused outOfCycles(
      ReplicatedState state,
      CanisterState canister,
      Principal caller,
      boolean memory64,
      long limit) {
    String text = "Canister %s is out of cycles".formatted(canister.id());
    if (canister.isController(caller)) {
      Cycles missing = Prepayment.missing(costs, state.subnet(), canister, memory64, limit);
      text =
          "%s: please top up the canister with at least %s additional cycles"
              .formatted(text, CycleTexts.grouped(missing));
    }
    return new CallRefused(ErrorCode.CANISTER_OUT_OF_CYCLES, text);
  }
}
