package dev.atoll.types;

import org.jspecify.annotations.Nullable;

/// What a user asks for; the part of an [Envelope] that is signed.
///
/// Source: Internet Computer interface specification, "Authentication".
public sealed interface RequestContent permits CallRequest, QueryRequest, ReadStateRequest {

  int NONCE_SIZE_BYTES_MAX = 32;

  Principal sender();

  /// Makes otherwise equal requests distinct, at most 32 bytes.
  @Nullable Bytes nonce();

  /// When the request lapses, nanoseconds since 1970-01-01T00:00:00Z, unsigned.
  long ingressExpiryNanos();

  /// What a signing canister states about the sender; null if nothing.
  default @Nullable SenderInfo senderInfo() {
    return null;
  }

  /// Fields that this version does not know. The client signed them, so they count for the id.
  Cbor.CborMap extraFields();

  Cbor.CborMap toCbor();

  /// Computed anew at each call, in time linear in the size of the request.
  default RequestId requestId() {
    return new RequestId(RepresentationHash.hash(toCbor()));
  }

  /// What the sender signs.
  default Bytes signedPayload() {
    return DomainSeparator.IC_REQUEST.payload(requestId().bytes());
  }

  /// @throws IllegalArgumentException if `nonce` is too long
  static void checkNonce(@Nullable Bytes nonce) {
    if (nonce != null && nonce.size() > NONCE_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "nonce is %d bytes, at most %d allowed".formatted(nonce.size(), NONCE_SIZE_BYTES_MAX));
    }
  }
}
