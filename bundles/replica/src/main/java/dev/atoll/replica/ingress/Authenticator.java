package dev.atoll.replica.ingress;

import dev.atoll.replica.ingress.Authentication.Authentic;
import dev.atoll.replica.ingress.Authentication.NotAuthentic;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.Delegation;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.types.SenderInfo;
import dev.atoll.types.SignedDelegation;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that a request was made by its sender: key, signature, chain of delegations.
///
/// Callable from any thread.
///
/// Source: Internet Computer interface specification, "Authentication"; reference implementation
/// `rs/validator/src/ingress_validation.rs`, whose texts are used.
public final class Authenticator {

  private final CryptoProvider crypto;

  private final CanisterSignatures canisterSignatures;

  public Authenticator(CryptoProvider crypto, CanisterSignatures canisterSignatures) {
    this.crypto = crypto;
    this.canisterSignatures = canisterSignatures;
  }

  /// Judges `envelope` at the time `nowNanos`.
  ///
  /// @param requestId that of its content
  public Authentication authenticate(Envelope envelope, RequestId requestId, long nowNanos) {
    Principal sender = envelope.content().sender();
    @Nullable Bytes key = envelope.senderPubkey();
    @Nullable Bytes signature = envelope.senderSig();
    if (key == null || signature == null) {
      if (!sender.isAnonymous()) {
        return new NotAuthentic("Missing signature from user: " + sender);
      }
      return envelope.content().senderInfo() == null
          ? new Authentic(RequestTargets.ALL, true)
          : new NotAuthentic("Invalid sender info: the anonymous user has none");
    }
    if (sender.isAnonymous()) {
      return new NotAuthentic("Signature is not allowed for the anonymous user");
    }
    if (!Principal.selfAuthenticating(key.unsafeArray()).equals(sender)) {
      return new NotAuthentic(
          "The user id %s does not match the public key %s".formatted(sender, key));
    }
    @Nullable SenderInfo info = envelope.content().senderInfo();
    @Nullable String wrong = info == null ? null : verify(key, info);
    return wrong == null
        ? followDelegations(envelope, key, requestId, signature, nowNanos)
        : new NotAuthentic("Invalid sender info: " + wrong);
  }

  private Authentication followDelegations(
      Envelope envelope, Bytes senderKey, RequestId requestId, Bytes signature, long nowNanos) {
    RequestTargets targets = RequestTargets.ALL;
    boolean callsAllowed = true;
    Bytes key = senderKey;
    Set<Bytes> seen = new HashSet<>();
    seen.add(key);
    for (SignedDelegation signed : envelope.senderDelegation()) {
      Delegation delegation = signed.delegation();
      if (Long.compareUnsigned(delegation.expirationNanos(), nowNanos) < 0) {
        return new NotAuthentic(
            "Invalid delegation expiry: Specified sender delegation has expired:\n"
                + "Provided expiry: %s\nLocal time:      %s"
                    .formatted(
                        Timestamps.text(delegation.expirationNanos()), Timestamps.text(nowNanos)));
      }
      @Nullable String wrong = verify(key, delegation.signedPayload(), signed.signature());
      if (wrong != null) {
        return new NotAuthentic("Invalid delegation: " + wrong);
      }
      targets = targets.restrictedBy(delegation);
      callsAllowed &= delegation.allowsCalls();
      key = delegation.pubkey();
      if (!seen.add(key)) {
        return new NotAuthentic(
            "Invalid delegation: Chain of delegations contains at least one cycle: "
                + "first repeating public key encountered "
                + key);
      }
    }
    @Nullable String wrong =
        verify(key, DomainSeparator.IC_REQUEST.payload(requestId.bytes()), signature);
    return wrong == null
        ? new Authentic(targets, callsAllowed)
        : new NotAuthentic("Invalid signature: " + wrong);
  }

  /// Why `info` is not what the canister of the key stated, or null.
  ///
  /// Source: Internet Computer interface specification, "Request: Call", `sender_info`.
  private @Nullable String verify(Bytes key, SenderInfo info) {
    if (!CanisterSignatures.isCanisterKey(key)) {
      return "the public key is not one of a canister";
    }
    @Nullable Principal signer = CanisterSignatures.signerOf(key);
    if (signer == null || !info.signer().equals(signer)) {
      return "signer is %s, the public key is one of %s".formatted(info.signer(), signer);
    }
    return canisterSignatures.verify(key, info.signedPayload(), info.signature());
  }

  /// Why the signature is wrong, or null.
  private @Nullable String verify(Bytes key, Bytes payload, Bytes signature) {
    if (CanisterSignatures.isCanisterKey(key)) {
      @Nullable String wrong = canisterSignatures.verify(key, payload, signature);
      return wrong == null ? null : "Invalid canister signature: " + wrong;
    }
    return switch (crypto.verify(key, payload, signature)) {
      case SignatureVerdict.Valid() -> null;
      case SignatureVerdict.Invalid(String reason) -> "Invalid basic signature: " + reason;
      case SignatureVerdict.UnsupportedKey(String reason) -> "Invalid public key: " + reason;
    };
  }
}
