package dev.atoll.types;

import org.jspecify.annotations.Nullable;

/// Parts of a subnet's state tree, and the subnet's signature on the root hash.
///
/// A certificate proves nothing until a [CertificateVerifier] has accepted it.
///
/// Source: Internet Computer interface specification, "Certificate" and "Encoding of certificates".
///
/// @param signature BLS signature on [DomainSeparator#IC_STATE_ROOT] and the root hash, 48 bytes if
///     valid
/// @param delegation proves the key of the signing subnet; null for the root subnet
public record Certificate(HashTree tree, Bytes signature, @Nullable Delegation delegation) {

  /// What the root subnet states about the subnet that signed.
  ///
  /// @param certificate an encoded [Certificate] of the root subnet, without a delegation of its
  ///     own
  public record Delegation(SubnetId subnetId, Bytes certificate) {}

  /// Reads a certificate, with or without the tag 55799.
  ///
  /// @throws CborException if `bytes` are not a certificate
  public static Certificate decode(Bytes bytes) {
    Cbor.CborMap map = Cbor.decodeSelfDescribed(bytes).asMap();
    @Nullable Cbor delegation = map.get("delegation");
    return new Certificate(
        HashTree.fromCbor(map.require("tree")),
        map.require("signature").asBlob(),
        delegation == null || delegation instanceof Cbor.Null
            ? null
            : decodeDelegation(delegation.asMap()));
  }

  private static Delegation decodeDelegation(Cbor.CborMap map) {
    return new Delegation(
        new SubnetId(map.require("subnet_id").asPrincipal()), map.require("certificate").asBlob());
  }

  public Bytes encode() {
    return Cbor.map()
        .put("tree", tree.toCbor())
        .put("signature", signature)
        .put("delegation", delegation == null ? null : encodeDelegation(delegation))
        .build()
        .encodeSelfDescribed();
  }

  private static Cbor encodeDelegation(Delegation delegation) {
    return Cbor.map()
        .put("subnet_id", delegation.subnetId().principal())
        .put("certificate", delegation.certificate())
        .build();
  }

  /// What the subnet signed.
  public Bytes signedPayload() {
    return DomainSeparator.IC_STATE_ROOT.payload(tree.rootHash());
  }

  /// The time of the state, nanoseconds since 1970-01-01T00:00:00Z, unsigned.
  ///
  /// @throws CborException if the tree does not show a time
  public long timeNanos() {
    if (tree.lookup(HashTree.path("time")) instanceof Lookup.Found(Bytes value)) {
      try {
        return Leb128.decodeUnsigned64(value);
      } catch (IllegalArgumentException e) {
        throw new CborException("certificate has the time " + value, e);
      }
    }
    throw new CborException("certificate shows no value at /time");
  }
}
