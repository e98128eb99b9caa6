package dev.atoll.replica.certification;

import dev.atoll.types.Bytes;
import dev.atoll.types.Certificate;
import dev.atoll.types.HashTree;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The state tree at one height with the signature of the subnet. Immutable.
///
/// @param tree the whole state tree
/// @param signature over its root hash
public record CertifiedState(Height height, long timeNanos, HashTree tree, Bytes signature) {

  private static final List<Bytes> TIME = HashTree.path("time");

  /// A certificate that reveals the time and the subtrees at `paths`, or their absence.
  public Bytes certificate(Collection<? extends List<Bytes>> paths) {
    List<List<Bytes>> all = new ArrayList<>(paths);
    all.add(TIME);
    return new Certificate(HashTree.prune(tree, all), signature, null).encode();
  }

  /// The certificate that shows the status of a call.
  public Bytes statusCertificate(RequestId id) {
    return certificate(List.of(List.of(Bytes.ofUtf8("request_status"), id.bytes())));
  }

  /// The certificate that `data_certificate_copy` gives to a canister.
  public Bytes dataCertificate(Principal canister) {
    return certificate(
        List.of(
            List.of(Bytes.ofUtf8("canister"), canister.bytes(), Bytes.ofUtf8("certified_data"))));
  }
}
