package dev.atoll.replica.ingress;

import dev.atoll.spi.consensus.TimeSource;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.CborException;
import dev.atoll.types.Envelope;
import dev.atoll.types.MalformedRequestException;
import dev.atoll.types.RequestContent;
import dev.atoll.types.RequestId;
import org.jspecify.annotations.Nullable;

/// What every request passes first: its form, its expiry, its signature. Callable from any thread.
public final class RequestGate {

  private final Authenticator authenticator;

  private final TimeSource time;

  public RequestGate(Authenticator authenticator, TimeSource time) {
    this.authenticator = authenticator;
    this.time = time;
  }

  /// A request, checked or refused.
  public sealed interface Passage<C extends RequestContent> {

    /// @param requestId that of `content`
    /// @param targets what the sender's delegations allow
    /// @param callsAllowed whether they allow calls
    record Passed<C extends RequestContent>(
        C content, RequestId requestId, RequestTargets targets, boolean callsAllowed)
        implements Passage<C> {}

    record Stopped<C extends RequestContent>(Refusal refusal) implements Passage<C> {}
  }

  /// Checks `envelope`, whose content must be of `type`.
  ///
  /// @param anyExpiryIfAnonymous whether anonymous requests of this kind may carry any expiry
  public <C extends RequestContent> Passage<C> check(
      Bytes envelope, Class<C> type, boolean anyExpiryIfAnonymous) {
    Envelope decoded;
    try {
      decoded = Envelope.decode(envelope);
    } catch (MalformedRequestException | CborException e) {
      return stop(Refusal.Kind.BAD_REQUEST, "Malformed request: " + e.getMessage());
    }
    RequestContent content = decoded.content();
    if (!type.isInstance(content)) {
      return stop(
          Refusal.Kind.BAD_REQUEST,
          "Malformed request: request_type does not belong to this endpoint");
    }
    long now = time.nowNanos();
    if (!(anyExpiryIfAnonymous && content.sender().isAnonymous())) {
      @Nullable String refusal = IngressExpiry.refusal(content.ingressExpiryNanos(), now);
      if (refusal != null) {
        return stop(Refusal.Kind.BAD_REQUEST, refusal);
      }
    }
    RequestId id = content.requestId();
    return switch (authenticator.authenticate(decoded, id, now)) {
      case Authentication.Authentic(RequestTargets targets, boolean callsAllowed) ->
          new Passage.Passed<>(type.cast(content), id, targets, callsAllowed);
      case Authentication.NotAuthentic(String reason) ->
          stop(
              reason.startsWith("Invalid delegation expiry")
                  ? Refusal.Kind.BAD_REQUEST
                  : Refusal.Kind.FORBIDDEN,
              "Failed to authenticate request %s due to: %s".formatted(id, reason));
    };
  }

  private static <C extends RequestContent> Passage<C> stop(Refusal.Kind kind, String text) {
    return new Passage.Stopped<>(new Refusal(kind, text));
  }
}
