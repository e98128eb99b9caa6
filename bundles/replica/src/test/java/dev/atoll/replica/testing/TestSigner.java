package dev.atoll.replica.testing;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.types.WrappedKey;
import dev.atoll.types.WrappedKey.Algorithm;
import java.util.TreeMap;
import java.util.function.Function;

/// A canister that signs for users by certifying what they signed.
///
/// @param seed tells its keys apart
public record TestSigner(Principal canister, Bytes seed) {

  /// The DER-wrapped key of this canister and seed.
  public Bytes publicKey() {
    Bytes size = Bytes.wrap(new byte[] {(byte) canister.bytes().size()});
    return WrappedKey.wrap(Algorithm.CANISTER, Bytes.concat(size, canister.bytes(), seed));
  }

  public Principal id() {
    return Principal.selfAuthenticating(publicKey().unsafeArray());
  }

  /// The tree that certified data must be the root of.
  public HashTree signatureTree(Bytes payload) {
    return HashTree.labeled(
        "sig",
        HashTree.labeled(
            sha256(seed), HashTree.labeled(sha256(payload), HashTree.leaf(Bytes.EMPTY))));
  }

  /// The state tree of a subnet in which this canister certifies `data`.
  public HashTree stateTree(Bytes data) {
    TreeMap<Bytes, HashTree> top = new TreeMap<>();
    top.put(
        Bytes.ofUtf8("canister"),
        HashTree.labeled(
            canister.bytes(), HashTree.labeled("certified_data", HashTree.leaf(data))));
    top.put(Bytes.ofUtf8("time"), HashTree.leaf(Bytes.wrap(new byte[] {1})));
    return HashTree.labeledForest(top);
  }

  /// A signature on `payload`.
  public Bytes sign(Bytes payload, Function<HashTree, Certificate> subnet) {
    HashTree tree = signatureTree(payload);
    return signature(subnet.apply(stateTree(tree.rootHash())), tree);
  }

  /// The form of a signature, whatever it is made of.
  public static Bytes signature(Certificate certificate, HashTree tree) {
    return Cbor.map()
        .put("certificate", certificate.encode())
        .put("tree", tree.toCbor())
        .build()
        .encodeSelfDescribed();
  }

  private static Bytes sha256(Bytes bytes) {
    return Bytes.wrap(Hashes.sha256(bytes.unsafeArray()));
  }
}
