package dev.atoll.types;

/// A delegation and the signature of the key that gave it.
///
/// @param signature on [Delegation#signedPayload]
public record SignedDelegation(Delegation delegation, Bytes signature) {

  Cbor.CborMap toCbor() {
    return Cbor.map().put("delegation", delegation.toCbor()).put("signature", signature).build();
  }
}
