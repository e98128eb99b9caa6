package dev.atoll.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user's request for a certificate on parts of the state tree.
///
/// Source: Internet Computer interface specification, "Request: Read state".
///
/// @param ingressExpiryNanos as [RequestContent#ingressExpiryNanos]
/// @param paths at most 1000 paths of at most 127 labels
/// @param extraFields as [RequestContent#extraFields]
public record ReadStateRequest(
    Principal sender,
    @Nullable Bytes nonce,
    long ingressExpiryNanos,
    List<List<Bytes>> paths,
    Cbor.CborMap extraFields)
    implements RequestContent {

  public static final int PATHS_MAX = 1000;

  public static final int PATH_LABELS_MAX = 127;

  static final String REQUEST_TYPE = "read_state";

  public ReadStateRequest {
    RequestContent.checkNonce(nonce);
    if (paths.size() > PATHS_MAX) {
      throw new IllegalArgumentException(
          "paths are %d, at most %d allowed".formatted(paths.size(), PATHS_MAX));
    }
    for (List<Bytes> path : paths) {
      if (path.size() > PATH_LABELS_MAX) {
        throw new IllegalArgumentException(
            "path has %d labels, at most %d allowed".formatted(path.size(), PATH_LABELS_MAX));
      }
    }
    paths = paths.stream().map(path -> List.copyOf(path)).toList();
  }

  public ReadStateRequest(
      Principal sender, @Nullable Bytes nonce, long ingressExpiryNanos, List<List<Bytes>> paths) {
    this(sender, nonce, ingressExpiryNanos, paths, Cbor.CborMap.EMPTY);
  }

  @Override
  public Cbor.CborMap toCbor() {
    return Cbor.map()
        .put("request_type", REQUEST_TYPE)
        .put("sender", sender)
        .put("nonce", nonce)
        .putNat64("ingress_expiry", ingressExpiryNanos)
        .put(
            "paths",
            paths.stream().map(path -> Cbor.array(path.stream().map(Cbor::blob).toList())).toList())
        .putAll(extraFields)
        .build();
  }
}
