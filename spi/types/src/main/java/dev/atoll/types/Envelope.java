package dev.atoll.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request as it is sent: what is asked for, and the signature on it.
///
/// Reading checks the format, not the signature: that the key belongs to the sender, that
/// signatures verify and that nothing has lapsed is for whoever accepts the request.
///
/// Source: Internet Computer interface specification, "Authentication".
///
/// @param senderPubkey the sender's key in DER; null for the anonymous sender
/// @param senderSig the signature on [RequestContent#signedPayload]; null for the anonymous sender
/// @param senderDelegation the chain from `senderPubkey` to the key that signed, at most 20; empty
///     if the sender signed
public record Envelope(
    RequestContent content,
    @Nullable Bytes senderPubkey,
    @Nullable Bytes senderSig,
    List<SignedDelegation> senderDelegation) {

  public static final int DELEGATIONS_MAX = 20;

  public Envelope {
    senderDelegation = List.copyOf(senderDelegation);
    if (senderDelegation.size() > DELEGATIONS_MAX) {
      throw new IllegalArgumentException(
          "sender_delegation has %d delegations, at most %d allowed"
              .formatted(senderDelegation.size(), DELEGATIONS_MAX));
    }
    checkAuthentication(content.sender(), senderPubkey, senderSig, senderDelegation);
  }

  private static void checkAuthentication(
      Principal sender,
      @Nullable Bytes senderPubkey,
      @Nullable Bytes senderSig,
      List<SignedDelegation> senderDelegation) {
    if (sender.isAnonymous()) {
      if (senderPubkey != null || senderSig != null || !senderDelegation.isEmpty()) {
        throw new IllegalArgumentException(
            "sender is anonymous, so sender_pubkey, sender_sig and sender_delegation must be"
                + " absent");
      }
    } else if (senderPubkey == null || senderSig == null) {
      throw new IllegalArgumentException(
          "sender is %s, so sender_pubkey and sender_sig must be present, missing: %s"
              .formatted(sender, senderPubkey == null ? "sender_pubkey" : "sender_sig"));
    }
  }

  /// The request of the anonymous sender, who signs nothing.
  public static Envelope anonymous(RequestContent content) {
    return new Envelope(content, null, null, List.of());
  }

  /// Reads a request, with or without the tag 55799.
  ///
  /// Fields of the envelope that this version does not know are ignored, those of the content are
  /// kept; an optional field that is null counts as absent.
  ///
  /// @throws MalformedRequestException if `bytes` are not a request
  public static Envelope decode(Bytes bytes) {
    return EnvelopeDecoder.decode(bytes);
  }

  public Bytes encode() {
    return Cbor.map()
        .put("content", content.toCbor())
        .put("sender_pubkey", senderPubkey)
        .put("sender_sig", senderSig)
        .put(
            "sender_delegation",
            senderDelegation.isEmpty()
                ? null
                : senderDelegation.stream().map(SignedDelegation::toCbor).toList())
        .build()
        .encodeSelfDescribed();
  }
}
