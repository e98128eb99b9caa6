package dev.atoll.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Verifies certificates against the root key.
///
/// Keeps nothing between calls; safe for use from any thread if its [BlsVerification] is.
///
/// Source: Internet Computer interface specification, "Certificate" and "Delegation".
public final class CertificateVerifier {

  /// The size of a BLS signature, a compressed point of the first group of BLS12-381.
  public static final int SIGNATURE_SIZE_BYTES = 48;

  private final BlsVerification bls;

  private final Bytes rootKey;

  /// @param rootKeyDer the key of the root subnet, 133 bytes
  /// @throws IllegalArgumentException if `rootKeyDer` is not a BLS key in DER
  public CertificateVerifier(BlsVerification bls, Bytes rootKeyDer) {
    this.bls = bls;
    this.rootKey = DerKeys.unwrapBls(rootKeyDer);
  }

  /// Judges what any subnet may state: nothing about canisters.
  public CertificateVerdict verify(Certificate certificate) {
    return judge(certificate, null, null);
  }

  /// Judges a statement about `canisterId`, which must lie in the ranges of the signing subnet.
  ///
  /// A certificate without delegation comes from the root subnet and carries no ranges; then they
  /// are not checked.
  public CertificateVerdict verifyForCanister(Certificate certificate, Principal canisterId) {
    return judge(certificate, canisterId, null);
  }

  /// Judges a statement about `subnetId`, which must be the signing subnet if that is not the root.
  public CertificateVerdict verifyForSubnet(Certificate certificate, SubnetId subnetId) {
    return judge(certificate, null, subnetId);
  }

  private CertificateVerdict judge(
      Certificate certificate, @Nullable Principal canisterId, @Nullable SubnetId subnetId) {
    try {
      return check(certificate, canisterId, subnetId);
    } catch (Refusal | CborException e) {
      return new CertificateVerdict.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private CertificateVerdict check(
      Certificate certificate, @Nullable Principal canisterId, @Nullable SubnetId subnetId) {
    Certificate.@Nullable Delegation delegation = certificate.delegation();
    if (delegation == null) {
      checkSignature("certificate", certificate, rootKey);
      return new CertificateVerdict.Verified(certificate, null);
    }
    if (subnetId != null && !subnetId.equals(delegation.subnetId())) {
      throw new Refusal(
          "delegation is for subnet %s, %s expected".formatted(delegation.subnetId(), subnetId));
    }
    Certificate parent = Certificate.decode(delegation.certificate());
    if (parent.delegation() != null) {
      throw new Refusal("delegation has a delegation of its own, at most one level allowed");
    }
    checkSignature("delegation", parent, rootKey);
    if (canisterId != null) {
      checkRanges(parent.tree(), delegation.subnetId(), canisterId);
    }
    checkSignature("certificate", certificate, keyOf(parent.tree(), delegation.subnetId()));
    return new CertificateVerdict.Verified(certificate, parent);
  }

  private void checkSignature(String subject, Certificate certificate, Bytes key) {
    Bytes signature = certificate.signature();
    if (signature.size() != SIGNATURE_SIZE_BYTES) {
      throw new Refusal(
          "signature of the %s is %d bytes, %d expected"
              .formatted(subject, signature.size(), SIGNATURE_SIZE_BYTES));
    }
    if (!bls.verify(key, certificate.signedPayload(), signature)) {
      throw new Refusal("signature of the %s does not verify".formatted(subject));
    }
  }

  private static Bytes keyOf(HashTree tree, SubnetId subnetId) {
    List<Bytes> path =
        List.of(Bytes.ofUtf8("subnet"), subnetId.bytes(), Bytes.ofUtf8("public_key"));
    if (!(tree.lookup(path) instanceof Lookup.Found(Bytes der))) {
      throw new Refusal("delegation shows no public key of subnet " + subnetId);
    }
    try {
      return DerKeys.unwrapBls(der);
    } catch (IllegalArgumentException e) {
      throw new Refusal("subnet %s: %s".formatted(subnetId, e.getMessage()));
    }
  }

  /// The ranges are one value below the subnet, or shards in a tree of their own; both say the
  /// same.
  private static void checkRanges(HashTree tree, SubnetId subnetId, Principal canisterId) {
    List<List<Bytes>> prefixes =
        List.of(
            List.of(Bytes.ofUtf8("canister_ranges"), subnetId.bytes()),
            List.of(Bytes.ofUtf8("subnet"), subnetId.bytes(), Bytes.ofUtf8("canister_ranges")));
    for (List<Bytes> prefix : prefixes) {
      if (tree.lookupSubtree(prefix) instanceof SubtreeLookup.Found(HashTree ranges)
          && contains(ranges, canisterId)) {
        return;
      }
    }
    throw new Refusal(
        "canister %s is in no range that the delegation shows for subnet %s"
            .formatted(canisterId, subnetId));
  }

  private static boolean contains(HashTree ranges, Principal canisterId) {
    for (List<Bytes> path : ranges.listPaths()) {
      if (ranges.lookup(path) instanceof Lookup.Found(Bytes value)
          && CanisterRange.decode(value).stream().anyMatch(range -> range.contains(canisterId))) {
        return true;
      }
    }
    return false;
  }

  /// Ends a check early; never leaves this class.
  private static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }
}
