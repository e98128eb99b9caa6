package dev.atoll.replica.execution;

import dev.atoll.replica.execution.CallExecutor.IncomingCall;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.types.Cycles;

/// Executes one message or task of a canister and applies what it did.
///
/// The subnet's thread alone calls it. Each method returns the instructions used.
public final class MessageExecutor {

  private final CallExecutor calls;

  private final ResponseExecutor responses;

  public MessageExecutor(CanisterRuntime runtime, ExecutionCosts costs) {
    this.calls = new CallExecutor(runtime, costs);
    this.responses = new ResponseExecutor(runtime, costs);
  }

  /// Executes a message from the queues of the canister.
  public long execute(ReplicatedState state, CanisterState canister, Input input, Outbox outbox) {
    return switch (input) {
      case Input.FromUser(Ingress ingress) ->
          calls.call(state, canister, incoming(ingress), outbox);
      case Input.FromCanister(CanisterMessage.Request request) ->
          calls.call(state, canister, incoming(request), outbox);
      case Input.FromCanister(CanisterMessage.Response response) ->
          responses.execute(state, canister, response, outbox);
    };
  }

  /// Executes a heartbeat, a timer or a hook.
  public long task(
      ReplicatedState state, CanisterState canister, ExecutionMode mode, Outbox outbox) {
    return calls.task(state, canister, mode, outbox);
  }

  private static IncomingCall incoming(Ingress ingress) {
    return new IncomingCall(
        new CallOrigin.User(ingress.requestId(), ingress.sender(), ingress.senderInfo()),
        ingress.method(),
        ingress.arg(),
        Cycles.ZERO,
        0);
  }

  private static IncomingCall incoming(CanisterMessage.Request request) {
    return new IncomingCall(
        new CallOrigin.Canister(request.sender(), request.callbackId(), request.deadlineNanos()),
        request.method(),
        request.arg(),
        request.cycles(),
        request.deadlineNanos());
  }
}
