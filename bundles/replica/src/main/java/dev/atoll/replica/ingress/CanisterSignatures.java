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
import java.util.Arrays;
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

  /// SEQUENCE { SEQUENCE { OID 1.3.6.1.4.1.56387.1.2 } BIT STRING { ... } }, without the two
  /// lengths.
  private static final byte[] ALGORITHM = {
    0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, (byte) 0x83, (byte) 0xb8, 0x43, 0x01, 0x02
  };

  private static final int SEQUENCE = 0x30;

  private static final int BIT_STRING = 0x03;

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
    byte[] der = derKey.unsafeArray();
    int at = contentOffset(der, 0, SEQUENCE);
    return at > 0
        && der.length >= at + ALGORITHM.length
        && Arrays.equals(der, at, at + ALGORITHM.length, ALGORITHM, 0, ALGORITHM.length);
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
    byte[] der = derKey.unsafeArray();
    if (!isCanisterKey(derKey)) {
      throw new IllegalArgumentException("public key is not one of a canister");
    }
    int at = contentOffset(der, 0, SEQUENCE) + ALGORITHM.length;
    int bits = contentOffset(der, at, BIT_STRING);
    if (bits < 0 || bits + 2 > der.length || der[bits] != 0) {
      throw new IllegalArgumentException("canister public key has a malformed bit string");
    }
    int idSize = der[bits + 1] & 0xff;
    int idAt = bits + 2;
    if (idSize > Principal.SIZE_BYTES_MAX || idAt + idSize > der.length) {
      throw new IllegalArgumentException("canister public key has a malformed canister id");
    }
    return new Key(
        Principal.of(Bytes.copyOf(der, idAt, idSize)),
        Bytes.copyOf(der, idAt + idSize, der.length - idAt - idSize));
  }

  /// Where the content of the DER element at `at` begins, or -1 if there is none with this tag, its
  /// length is not in the one canonical form, or it does not end with the input.
  private static int contentOffset(byte[] der, int at, int tag) {
    if (der.length < at + 2 || der[at] != tag) {
      return -1;
    }
    int first = der[at + 1] & 0xff;
    int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    int content = at + 2 + lengthBytes;
    if (first == 0x80 || lengthBytes > 2 || der.length < content) {
      return -1;
    }
    int length = lengthBytes == 0 ? first : 0;
    for (int i = at + 2; i < content; i++) {
      length = (length << 8) | (der[i] & 0xff);
    }
    boolean shortest =
        switch (lengthBytes) {
          case 0 -> true;
          case 1 -> length >= 0x80;
          default -> length >= 0x100;
        };
    return shortest && content + length == der.length ? content : -1;
  }

  private static Bytes sha256(Bytes bytes) {
    return Bytes.wrap(Hashes.sha256(bytes.unsafeArray()));
  }
}
