package dev.atoll.types;

/// What a canister that signs for users states about the sender.
///
/// Source: Internet Computer interface specification, "Request: Call", `sender_info`.
///
/// @param info passed to the called canister
/// @param signer the canister in the sender's canister-signature key
/// @param signature the canister's signature on [#signedPayload]
public record SenderInfo(Bytes info, Principal signer, Bytes signature) {

  public Cbor.CborMap toCbor() {
    return Cbor.map().put("info", info).put("signer", signer).put("sig", signature).build();
  }

  /// What the signer signs.
  public Bytes signedPayload() {
    return DomainSeparator.IC_SENDER_INFO.payload(info);
  }
}
