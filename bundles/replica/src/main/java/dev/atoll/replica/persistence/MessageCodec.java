package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.RejectCode;
import dev.atoll.types.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages and call statuses as CBOR arrays that begin with a kind.
final class MessageCodec {

  private MessageCodec() {}

  static Cbor encode(Input input) {
    return switch (input) {
      case Input.FromUser(Ingress ingress) -> Cbor.array(Cbor.nat(0), encode(ingress));
      case Input.FromCanister(CanisterMessage message) -> Cbor.array(Cbor.nat(1), encode(message));
    };
  }

  static Input input(Cbor value) {
    List<Cbor> parts = value.asArray();
    return parts.get(0).asNat64() == 0
        ? new Input.FromUser(ingress(parts.get(1)))
        : new Input.FromCanister(message(parts.get(1)));
  }

  static Cbor encode(Ingress ingress) {
    Ingress.@Nullable SenderInfo info = ingress.senderInfo();
    return Cbor.array(
        Cbor.blob(ingress.requestId().bytes()),
        Cbor.blob(ingress.sender()),
        Cbor.blob(ingress.effectiveCanisterId()),
        Cbor.blob(ingress.receiver()),
        Cbor.text(ingress.method()),
        Cbor.blob(ingress.arg()),
        Cbor.nat64(ingress.expiryNanos()),
        encode(info));
  }

  static Ingress ingress(Cbor value) {
    List<Cbor> parts = value.asArray();
    return new Ingress(
        new RequestId(parts.get(0).asBlob()),
        parts.get(1).asPrincipal(),
        parts.get(2).asPrincipal(),
        parts.get(3).asPrincipal(),
        parts.get(4).asText(),
        parts.get(5).asBlob(),
        parts.get(6).asNat64(),
        senderInfo(parts.get(7)));
  }

  static Cbor encode(Ingress.@Nullable SenderInfo info) {
    return info == null
        ? Cbor.array()
        : Cbor.array(Cbor.blob(info.info()), Cbor.blob(info.signer()));
  }

  static Ingress.@Nullable SenderInfo senderInfo(Cbor value) {
    List<Cbor> parts = value.asArray();
    return parts.isEmpty()
        ? null
        : new Ingress.SenderInfo(parts.get(0).asBlob(), parts.get(1).asPrincipal());
  }

  static Cbor encode(CanisterMessage message) {
    return switch (message) {
      case CanisterMessage.Request request ->
          Cbor.array(
              Cbor.nat(0),
              Cbor.blob(request.sender()),
              Cbor.nat64(request.callbackId()),
              Cbor.blob(request.receiver()),
              Cbor.text(request.method()),
              Cbor.blob(request.arg()),
              encode(request.cycles()),
              Cbor.nat64(request.deadlineNanos()));
      case CanisterMessage.Response response ->
          Cbor.array(
              Cbor.nat(1),
              Cbor.blob(response.sender()),
              Cbor.blob(response.receiver()),
              Cbor.nat64(response.callbackId()),
              encode(response.payload()),
              encode(response.refund()),
              Cbor.nat64(response.deadlineNanos()));
    };
  }

  static CanisterMessage message(Cbor value) {
    List<Cbor> parts = value.asArray();
    return parts.get(0).asNat64() == 0
        ? request(parts)
        : new CanisterMessage.Response(
            parts.get(1).asPrincipal(),
            parts.get(2).asPrincipal(),
            parts.get(3).asNat64(),
            payload(parts.get(4)),
            cycles(parts.get(5)),
            parts.get(6).asNat64());
  }

  static CanisterMessage.Request request(List<Cbor> parts) {
    return new CanisterMessage.Request(
        parts.get(1).asPrincipal(),
        parts.get(2).asNat64(),
        parts.get(3).asPrincipal(),
        parts.get(4).asText(),
        parts.get(5).asBlob(),
        cycles(parts.get(6)),
        parts.get(7).asNat64());
  }

  private static Cbor encode(Payload payload) {
    return switch (payload) {
      case Payload.Data(Bytes bytes) -> Cbor.array(Cbor.blob(bytes));
      case Payload.Reject(RejectCode code, String message) ->
          Cbor.array(Cbor.nat(code.code()), Cbor.text(message));
    };
  }

  private static Payload payload(Cbor value) {
    List<Cbor> parts = value.asArray();
    return parts.size() == 1
        ? new Payload.Data(parts.get(0).asBlob())
        : new Payload.Reject(rejectCode(parts.get(0)), parts.get(1).asText());
  }

  static Cbor encode(IngressStatus.Entry entry) {
    return Cbor.array(
        Cbor.blob(entry.sender()),
        Cbor.blob(entry.receiver()),
        Cbor.blob(entry.effectiveCanisterId()),
        encode(entry.status()),
        Cbor.nat64(entry.changedNanos()),
        Cbor.nat64(entry.expiryNanos()));
  }

  static IngressStatus.Entry entry(Cbor value) {
    List<Cbor> parts = value.asArray();
    return new IngressStatus.Entry(
        parts.get(0).asPrincipal(),
        parts.get(1).asPrincipal(),
        parts.get(2).asPrincipal(),
        status(parts.get(3)),
        parts.get(4).asNat64(),
        parts.get(5).asNat64());
  }

  private static Cbor encode(IngressStatus status) {
    return switch (status) {
      case IngressStatus.Received() -> Cbor.array(Cbor.nat(0));
      case IngressStatus.Processing() -> Cbor.array(Cbor.nat(1));
      case IngressStatus.Replied(Bytes reply) -> Cbor.array(Cbor.nat(2), Cbor.blob(reply));
      case IngressStatus.Rejected rejected ->
          Cbor.array(
              Cbor.nat(3),
              Cbor.nat(rejected.rejectCode().code()),
              Cbor.text(rejected.message()),
              Cbor.text(rejected.errorCode().text()));
      case IngressStatus.Done() -> Cbor.array(Cbor.nat(4));
    };
  }

  private static IngressStatus status(Cbor value) {
    List<Cbor> parts = value.asArray();
    return switch ((int) parts.get(0).asNat64()) {
      case 0 -> new IngressStatus.Received();
      case 1 -> new IngressStatus.Processing();
      case 2 -> new IngressStatus.Replied(parts.get(1).asBlob());
      case 3 ->
          new IngressStatus.Rejected(
              rejectCode(parts.get(1)), parts.get(2).asText(), errorCode(parts.get(3).asText()));
      case 4 -> new IngressStatus.Done();
      default -> throw new IllegalStateException("no status of kind " + parts.get(0));
    };
  }

  static Cbor encode(Cycles cycles) {
    return Cbor.nat(cycles.value());
  }

  static Cycles cycles(Cbor value) {
    return Cycles.of(value.asNat());
  }

  private static RejectCode rejectCode(Cbor value) {
    for (RejectCode code : RejectCode.values()) {
      if (code.code() == value.asNat64()) {
        return code;
      }
    }
    throw new IllegalStateException("no reject code " + value);
  }

  private static ErrorCode errorCode(String text) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.text().equals(text)) {
        return code;
      }
    }
    throw new IllegalStateException("no error code " + text);
  }
}
