package dev.atoll.replica.ingress;

import dev.atoll.types.BlsVerification;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborException;
import dev.atoll.types.Certificate;
import dev.atoll.types.CertificateVerdict;
import dev.atoll.types.CertificateVerifier;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import dev.atoll.types.WrappedKey;
import dev.atoll.types.WrappedKey.Algorithm;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Verifies signatures that canisters make by certifying data. Callable from any thread.
///
/// A key is DER with the object identifier 1.3.6.1.4.1.56387.1.2 and the bits `length · canister
/// id · seed`; a signature is the CBOR map {certificate, tree}.
///
/// Source: Internet Computer interface specification, "Canister signatures".
public final class CanisterSignatures {

  private static final Bytes TYPE_WITHOUT_SIGNATURES = Bytes.ofUtf8("cloud_engine");

  private final BlsVerification bls;

  private final Supplier<Bytes> rootKey;

  /// @param rootKey the DER-wrapped key of the root subnet
  public CanisterSignatures(BlsVerification bls, Supplier<Bytes> rootKey) {
    this.bls = bls;
    this.rootKey = rootKey;
  }

  /// Whether `derKey` is the key of a canister.
  static boolean isCanisterKey(Bytes derKey) {
    return WrappedKey.is(Algorithm.CANISTER, derKey);
  }

  /// The canister whose key `derKey` is, or null if the key is malformed.
  static @Nullable Principal signerOf(Bytes derKey) {
    try {
      return parse(derKey).canister();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Why `signature` is not one of `derKey` over `payload`, or null if it is.
  @Nullable String verify(Bytes derKey, Bytes payload, Bytes signature) {
    try {
      Key key = parse(derKey);
      Cbor.CborMap map = Cbor.decodeSelfDescribed(signature).asMap();
      Certificate certificate = Certificate.decode(map.require("certificate").asBlob());
      HashTree tree = HashTree.fromCbor(map.require("tree"));
      CertificateVerdict verdict =
          new CertificateVerifier(bls, rootKey.get())
              .verifyForCanister(certificate, key.canister());
      @Nullable String wrong =
          switch (verdict) {
            case CertificateVerdict.Invalid(String reason) -> reason;
            case CertificateVerdict.Verified verified -> wrongSubnetType(verified);
          };
      if (wrong != null) {
        return wrong;
      }
      if (!(certificate
              .tree()
              .lookup(
                  List.of(
                      Bytes.ofUtf8("canister"),
                      key.canister().bytes(),
                      Bytes.ofUtf8("certified_data")))
          instanceof Lookup.Found(Bytes certified))) {
        return "the certificate shows no certified data of canister " + key.canister();
      }
      if (!certified.equals(tree.rootHash())) {
        return "the certified data is not the root hash of the signature tree";
      }
      Lookup entry = tree.lookup(List.of(Bytes.ofUtf8("sig"), sha256(key.seed()), sha256(payload)));
      return entry instanceof Lookup.Found(Bytes value) && value.isEmpty()
          ? null
          : "the signature tree does not contain the signature";
    } catch (CborException | IllegalArgumentException e) {
      return "malformed: " + e.getMessage();
    }
  }

  /// Canisters of some subnets cannot sign: the root subnet says of each which type it has.
  private static @Nullable String wrongSubnetType(CertificateVerdict.Verified verified) {
    Certificate.@Nullable Delegation delegation = verified.certificate().delegation();
    @Nullable Certificate parent = verified.delegation();
    if (delegation == null || parent == null) {
      return null;
    }
    List<Bytes> path =
        List.of(Bytes.ofUtf8("subnet"), delegation.subnetId().bytes(), Bytes.ofUtf8("type"));
    if (!(parent.tree().lookup(path) instanceof Lookup.Found(Bytes type))) {
      return "the delegation shows no type of subnet " + delegation.subnetId();
    }
    return type.equals(TYPE_WITHOUT_SIGNATURES)
        ? "canisters on subnet %s of type %s cannot sign"
            .formatted(delegation.subnetId(), type.toUtf8())
        : null;
  }

  private record Key(Principal canister, Bytes seed) {}

  private static Key parse(Bytes derKey) {
    byte[] bits = WrappedKey.bits(Algorithm.CANISTER, derKey).unsafeArray();
    int idSize = bits.length == 0 ? Integer.MAX_VALUE : bits[0] & 0xff;
    if (idSize > Principal.SIZE_BYTES_MAX || 1 + idSize > bits.length) {
      throw new IllegalArgumentException("canister public key has a malformed canister id");
    }
    return new Key(
        Principal.of(Bytes.copyOf(bits, 1, idSize)),
        Bytes.copyOf(bits, 1 + idSize, bits.length - 1 - idSize));
  }

  private static Bytes sha256(Bytes bytes) {
    return Bytes.wrap(Hashes.sha256(bytes.unsafeArray()));
  }
}
