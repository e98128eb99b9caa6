package dev.atoll.replica.execution;

import dev.atoll.replica.state.CallContext;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.Payload;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Executes the callbacks of calls that canisters made.
///
/// Source: reference implementation `rs/execution_environment/src/execution/response.rs`.
final class ResponseExecutor {

  private final CanisterRuntime runtime;

  private final ExecutionCosts costs;

  ResponseExecutor(CanisterRuntime runtime, ExecutionCosts costs) {
    this.runtime = runtime;
    this.costs = costs;
  }

  /// Executes the callback of `response`. A response that nobody waits for is dropped.
  ///
  /// @return instructions used
  long execute(
      ReplicatedState state,
      CanisterState canister,
      CanisterMessage.Response response,
      Outbox outbox) {
    @Nullable Callback callback = canister.calls().unregister(response.callbackId());
    if (callback == null) {
      return 0;
    }
    CallContext context = canister.calls().context(callback.callContextId());
    receive(canister, response.refund());
    Cycles prepaidExecution = settleTransmission(state, canister, callback, response);
    if (context.deleted() || canister.execution() == null) {
      receive(canister, prepaidExecution);
      canister.calls().update(context.plusOutstanding(-1));
      return 0;
    }
    return new Run(state, canister, callback, context, response, outbox).execute(prepaidExecution);
  }

  private static void receive(CanisterState canister, Cycles cycles) {
    canister.setCycles(canister.cycles().saturatingPlus(cycles));
  }

  /// Gives back what was prepaid for a larger response; the rest of what was prepaid is for the
  /// execution.
  private Cycles settleTransmission(
      ReplicatedState state,
      CanisterState canister,
      Callback callback,
      CanisterMessage.Response response) {
    Cycles most =
        costs
            .responseTransmission(state.subnet(), SubnetPrices.RESPONSE_SIZE_BYTES_MAX)
            .min(callback.prepaid());
    Cycles used = costs.responseTransmission(state.subnet(), sizeOf(response.payload())).min(most);
    receive(canister, most.minus(used));
    if (!used.isZero()) {
      canister.consumed().add(Purpose.REQUEST_AND_RESPONSE_TRANSMISSION, used);
    }
    return callback.prepaid().minus(most);
  }

  private static long sizeOf(Payload payload) {
    return switch (payload) {
      case Payload.Data(Bytes bytes) -> bytes.size();
      case Payload.Reject(var code, String message) ->
          message.getBytes(StandardCharsets.UTF_8).length;
    };
  }

  /// One callback, and its cleanup.
  private final class Run {

    private final ReplicatedState state;

    private final CanisterState canister;

    private final Callback callback;

    private final CallContext context;

    private final CanisterMessage.Response response;

    private final Outbox outbox;

    private final Responder responder;

    private Run(
        ReplicatedState state,
        CanisterState canister,
        Callback callback,
        CallContext context,
        CanisterMessage.Response response,
        Outbox outbox) {
      this.state = state;
      this.canister = canister;
      this.callback = callback;
      this.context = context;
      this.response = response;
      this.outbox = outbox;
      this.responder = new Responder(canister.id(), outbox);
    }

    long execute(Cycles prepaid) {
      HotCanister hot;
      try {
        hot = runtime.hot(canister);
      } catch (CanisterFault fault) {
        receive(canister, prepaid);
        fail(fault, 0);
        return 0;
      }
      boolean memory64 = hot.instance().module().module().isMemory64();
      Prepayment prepayment = new Prepayment(costs, state.subnet(), canister, memory64, prepaid);
      long limit = InstructionLimits.MESSAGE_MAX;
      long reserve =
          callback.onCleanup() == null
              ? 0
              : limit / 100 * InstructionLimits.CLEANUP_RESERVE_PERCENT;
      ExecutionOutcome outcome =
          run(hot, callbackEntry(), callbackMode(), memory64, limit - reserve);
      CanisterFault fault = outcome.fault();
      long instructions = outcome.instructions();
      if (fault == null) {
        succeed(hot, outcome);
      } else {
        hot.undo();
        if (callback.onCleanup() != null) {
          ExecutionOutcome cleanup =
              run(
                  hot,
                  Entry.Closure.of(callback.onCleanup()),
                  ExecutionMode.CLEANUP,
                  memory64,
                  limit - instructions);
          instructions += cleanup.instructions();
          fault = afterCleanup(hot, cleanup, fault);
        }
        fail(fault, instructions);
      }
      prepayment.settle(instructions);
      return instructions;
    }

    private ExecutionMode callbackMode() {
      return response.payload() instanceof Payload.Data
          ? ExecutionMode.REPLY_CALLBACK
          : ExecutionMode.REJECT_CALLBACK;
    }

    private Entry callbackEntry() {
      return Entry.Closure.of(
          response.payload() instanceof Payload.Data ? callback.onReply() : callback.onReject());
    }

    private ExecutionOutcome run(
        HotCanister hot, Entry entry, ExecutionMode mode, boolean memory64, long limit) {
      ExecutionOutcome outcome =
          hot.run(
              entry,
              messageContext(mode),
              StateInfo.of(canister, state, outbox, costs, memory64),
              limit,
              outbox.slices());
      Effects.log(canister, outcome, beganNanos());
      return outcome;
    }

    private long beganNanos() {
      return outbox.beganNanos(state.timeNanos());
    }

    private MessageContext messageContext(ExecutionMode mode) {
      Bytes data = response.payload() instanceof Payload.Data(Bytes bytes) ? bytes : Bytes.EMPTY;
      MessageContext.@Nullable Reject reject =
          response.payload() instanceof Payload.Reject(var code, String message)
              ? new MessageContext.Reject(code.code(), Bytes.ofUtf8(message))
              : null;
      Ingress.@Nullable SenderInfo info =
          context.origin() instanceof CallOrigin.User user ? user.senderInfo() : null;
      long deadline =
          context.origin() instanceof CallOrigin.Canister caller ? caller.deadlineNanos() : 0;
      return new MessageContext(
          mode,
          beganNanos(),
          context.origin().caller(),
          info,
          data,
          "",
          reject,
          context.available(),
          response.refund(),
          deadline,
          context.instructions(),
          context.responded(),
          null);
    }

    private void keep(HotCanister hot, MessageEffects effects) {
      @Nullable ExecutionState execution = canister.execution();
      if (execution != null) {
        canister.setExecution(hot.keep(execution));
      }
      Effects.apply(state, canister, effects);
      canister.bumpVersion();
      LowMemory.update(canister);
    }

    private void succeed(HotCanister hot, ExecutionOutcome outcome) {
      MessageEffects effects = outcome.effects();
      keep(hot, effects);
      CallContext after =
          context
              .plusInstructions(outcome.instructions())
              .withAvailable(context.available().minus(effects.accepted()));
      canister.calls().update(after);
      Effects.send(canister, after.id(), effects, outbox);
      CallContext last = canister.calls().context(after.id()).plusOutstanding(-1);
      MessageEffects.@Nullable Response answer = effects.response();
      if (answer != null) {
        responder.respond(last.origin(), answer, last.available());
        last = last.withResponded();
      } else if (!last.responded() && last.outstanding() == 0) {
        responder.didNotReply(last.origin(), last.available());
        last = last.withResponded();
      }
      canister.calls().update(last);
    }

    /// Keeps what a cleanup did, or says that it failed as well.
    private CanisterFault afterCleanup(
        HotCanister hot, ExecutionOutcome cleanup, CanisterFault fault) {
      CanisterFault second = cleanup.fault();
      if (second != null) {
        hot.undo();
        return fault.withCleanup(second);
      }
      keep(hot, cleanup.effects());
      return fault;
    }

    /// The call fails with the callback, unless another callback can still answer it.
    private void fail(CanisterFault fault, long instructions) {
      CallContext last = context.plusInstructions(instructions).plusOutstanding(-1);
      if (!last.responded() && last.outstanding() == 0) {
        responder.reject(last.origin(), fault, last.available());
        last = last.withResponded();
      }
      canister.calls().update(last);
    }
  }
}
