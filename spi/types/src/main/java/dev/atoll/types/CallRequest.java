package dev.atoll.types;

import org.jspecify.annotations.Nullable;

/// A user's request to call a method, as it is signed and as its request id is derived.
///
/// Source: Internet Computer interface specification, "Request: Call".
///
/// @param ingressExpiryNanos as [RequestContent#ingressExpiryNanos]
/// @param methodName without the prefix that its export carries
/// @param senderInfo what a signing canister states about the sender
/// @param extraFields as [RequestContent#extraFields]
public record CallRequest(
    Principal sender,
    @Nullable Bytes nonce,
    long ingressExpiryNanos,
    Principal canisterId,
    String methodName,
    Bytes arg,
    @Nullable SenderInfo senderInfo,
    Cbor.CborMap extraFields)
    implements RequestContent {

  static final String REQUEST_TYPE = "call";

  public CallRequest {
    RequestContent.checkNonce(nonce);
  }

  public CallRequest(
      Principal sender,
      @Nullable Bytes nonce,
      long ingressExpiryNanos,
      Principal canisterId,
      String methodName,
      Bytes arg) {
    this(sender, nonce, ingressExpiryNanos, canisterId, methodName, arg, null, Cbor.CborMap.EMPTY);
  }

  @Override
  public Cbor.CborMap toCbor() {
    return Cbor.map()
        .put("request_type", REQUEST_TYPE)
        .put("sender", sender)
        .put("nonce", nonce)
        .putNat64("ingress_expiry", ingressExpiryNanos)
        .put("canister_id", canisterId)
        .put("method_name", methodName)
        .put("arg", arg)
        .put("sender_info", senderInfo == null ? null : senderInfo.toCbor())
        .putAll(extraFields)
        .build();
  }
}
