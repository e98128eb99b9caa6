package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CallContext;
import dev.atoll.replica.state.CallContextManager;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.InputQueues;
import dev.atoll.types.Cbor;
import dev.atoll.types.RequestId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Open calls, waiting messages and the life-cycle status of a canister as CBOR.
final class CallsCodec {

  private CallsCodec() {}

  static Cbor encode(CallContextManager calls) {
    return Cbor.array(
        Cbor.array(calls.contexts().stream().map(CallsCodec::encode).toList()),
        Cbor.array(calls.callbacks().values().stream().map(CallsCodec::encode).toList()),
        Cbor.nat64(calls.nextContextId()),
        Cbor.nat64(calls.nextCallbackId()));
  }

  static CallContextManager calls(Cbor value) {
    List<Cbor> parts = value.asArray();
    return CallContextManager.restore(
        parts.get(0).asArray().stream().map(CallsCodec::context).toList(),
        parts.get(1).asArray().stream().map(CallsCodec::callback).toList(),
        parts.get(2).asNat64(),
        parts.get(3).asNat64());
  }

  private static Cbor encode(CallContext context) {
    return Cbor.array(
        Cbor.nat64(context.id()),
        encode(context.origin()),
        Cbor.bool(context.responded()),
        Cbor.bool(context.deleted()),
        MessageCodec.encode(context.available()),
        Cbor.nat64(context.createdNanos()),
        Cbor.nat(context.outstanding()),
        Cbor.nat64(context.instructions()));
  }

  private static CallContext context(Cbor value) {
    List<Cbor> parts = value.asArray();
    return new CallContext(
        parts.get(0).asNat64(),
        origin(parts.get(1)),
        parts.get(2).asBool(),
        parts.get(3).asBool(),
        MessageCodec.cycles(parts.get(4)),
        parts.get(5).asNat64(),
        Math.toIntExact(parts.get(6).asNat64()),
        parts.get(7).asNat64());
  }

  private static Cbor encode(CallOrigin origin) {
    return switch (origin) {
      case CallOrigin.User user ->
          Cbor.array(
              Cbor.nat(0),
              Cbor.blob(user.requestId().bytes()),
              Cbor.blob(user.caller()),
              MessageCodec.encode(user.senderInfo()));
      case CallOrigin.Canister canister ->
          Cbor.array(
              Cbor.nat(1),
              Cbor.blob(canister.caller()),
              Cbor.nat64(canister.callbackId()),
              Cbor.nat64(canister.deadlineNanos()));
      case CallOrigin.SystemTask() -> Cbor.array(Cbor.nat(2));
    };
  }

  private static CallOrigin origin(Cbor value) {
    List<Cbor> parts = value.asArray();
    return switch ((int) parts.get(0).asNat64()) {
      case 0 ->
          new CallOrigin.User(
              new RequestId(parts.get(1).asBlob()),
              parts.get(2).asPrincipal(),
              MessageCodec.senderInfo(parts.get(3)));
      case 1 ->
          new CallOrigin.Canister(
              parts.get(1).asPrincipal(), parts.get(2).asNat64(), parts.get(3).asNat64());
      case 2 -> new CallOrigin.SystemTask();
      default -> throw new IllegalStateException("no call origin of kind " + parts.get(0));
    };
  }

  private static Cbor encode(Callback callback) {
    return Cbor.array(
        Cbor.nat64(callback.id()),
        Cbor.nat64(callback.callContextId()),
        Cbor.blob(callback.respondent()),
        MessageCodec.encode(callback.cyclesSent()),
        encode(callback.onReply()),
        encode(callback.onReject()),
        encode(callback.onCleanup()),
        Cbor.nat64(callback.deadlineNanos()),
        MessageCodec.encode(callback.prepaid()));
  }

  private static Callback callback(Cbor value) {
    List<Cbor> parts = value.asArray();
    return new Callback(
        parts.get(0).asNat64(),
        parts.get(1).asNat64(),
        parts.get(2).asPrincipal(),
        MessageCodec.cycles(parts.get(3)),
        closure(parts.get(4).asArray()),
        closure(parts.get(5).asArray()),
        parts.get(6).asArray().isEmpty() ? null : closure(parts.get(6).asArray()),
        parts.get(7).asNat64(),
        MessageCodec.cycles(parts.get(8)));
  }

  private static Cbor encode(Callback.@Nullable Closure closure) {
    return closure == null
        ? Cbor.array()
        : Cbor.array(Cbor.nat64(closure.function()), Cbor.nat64(closure.env()));
  }

  private static Callback.Closure closure(List<Cbor> parts) {
    return new Callback.Closure(parts.get(0).asNat64(), parts.get(1).asNat64());
  }

  static Cbor encode(InputQueues inputs) {
    List<Cbor> fromCanisters = new ArrayList<>();
    inputs
        .bySender()
        .values()
        .forEach(
            queue -> queue.forEach(message -> fromCanisters.add(MessageCodec.encode(message))));
    return Cbor.array(
        Cbor.array(inputs.ingress().stream().map(MessageCodec::encode).toList()),
        Cbor.array(fromCanisters),
        Cbor.blob(inputs.lastTurn()));
  }

  static InputQueues inputs(Cbor value) {
    List<Cbor> parts = value.asArray();
    InputQueues inputs = new InputQueues();
    parts.get(0).asArray().forEach(item -> inputs.push(MessageCodec.ingress(item)));
    parts.get(1).asArray().forEach(item -> inputs.push(MessageCodec.message(item)));
    inputs.restoreTurn(parts.get(2).asPrincipal());
    return inputs;
  }

  static Cbor encode(CanisterStatus status) {
    return switch (status) {
      case CanisterStatus.Running() -> Cbor.array(Cbor.nat(1));
      case CanisterStatus.Stopping(List<CanisterStatus.StopCall> waiting) ->
          Cbor.array(Cbor.nat(2), Cbor.array(waiting.stream().map(CallsCodec::encode).toList()));
      case CanisterStatus.Stopped() -> Cbor.array(Cbor.nat(3));
    };
  }

  static CanisterStatus status(Cbor value) {
    List<Cbor> parts = value.asArray();
    return switch ((int) parts.get(0).asNat64()) {
      case 1 -> new CanisterStatus.Running();
      case 2 ->
          new CanisterStatus.Stopping(
              parts.get(1).asArray().stream().map(CallsCodec::stopCall).toList());
      case 3 -> new CanisterStatus.Stopped();
      default -> throw new IllegalStateException("no canister status " + parts.get(0));
    };
  }

  private static Cbor encode(CanisterStatus.StopCall call) {
    return switch (call) {
      case CanisterStatus.StopCall.ByUser(RequestId id, long since) ->
          Cbor.array(Cbor.nat64(since), Cbor.blob(id.bytes()));
      case CanisterStatus.StopCall.ByCanister(CanisterMessage.Request request, long since) ->
          Cbor.array(Cbor.nat64(since), MessageCodec.encode(request));
    };
  }

  private static CanisterStatus.StopCall stopCall(Cbor value) {
    long since = value.asArray().get(0).asNat64();
    return switch (value.asArray().get(1)) {
      case Cbor.Blob(var id) -> new CanisterStatus.StopCall.ByUser(new RequestId(id), since);
      case Cbor request ->
          new CanisterStatus.StopCall.ByCanister(MessageCodec.request(request.asArray()), since);
    };
  }
}
