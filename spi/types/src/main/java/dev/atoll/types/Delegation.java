package dev.atoll.types;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A user's permission for another key to sign requests.
///
/// Source: Internet Computer interface specification, "Authentication".
///
/// @param pubkey the key that may sign, in DER
/// @param expirationNanos when the permission lapses, nanoseconds since 1970-01-01T00:00:00Z,
///     unsigned
/// @param targets the only canisters it is for, at most 1000; null for all
/// @param permissions [#PERMISSIONS_QUERIES] or [#PERMISSIONS_ALL]; null means all
public record Delegation(
    Bytes pubkey,
    long expirationNanos,
    @Nullable List<Principal> targets,
    @Nullable String permissions) {

  public static final int TARGETS_MAX = 1000;

  /// Only for queries and for reading the state, never for an endpoint that ends in `/call`.
  public static final String PERMISSIONS_QUERIES = "queries";

  public static final String PERMISSIONS_ALL = "all";

  private static final Set<String> PERMISSIONS = Set.of(PERMISSIONS_QUERIES, PERMISSIONS_ALL);

  public Delegation {
    if (targets != null) {
      targets = List.copyOf(targets);
      if (targets.size() > TARGETS_MAX) {
        throw new IllegalArgumentException(
            "targets are %d, at most %d allowed".formatted(targets.size(), TARGETS_MAX));
      }
    }
    if (permissions != null && !PERMISSIONS.contains(permissions)) {
      throw new IllegalArgumentException(
          "permissions are '%s', '%s' or '%s' allowed"
              .formatted(permissions, PERMISSIONS_QUERIES, PERMISSIONS_ALL));
    }
  }

  /// Whether calls may be signed, not only queries.
  public boolean allowsCalls() {
    return !PERMISSIONS_QUERIES.equals(permissions);
  }

  /// Whether requests to `canisterId` may be signed.
  public boolean allowsTarget(Principal canisterId) {
    return targets == null || targets.contains(canisterId);
  }

  public Cbor.CborMap toCbor() {
    return Cbor.map()
        .put("pubkey", pubkey)
        .putNat64("expiration", expirationNanos)
        .put("targets", targets == null ? null : targets.stream().map(Cbor::blob).toList())
        .put("permissions", permissions)
        .build();
  }

  /// The representation-independent hash: 32 bytes.
  public Bytes hash() {
    return RepresentationHash.hash(toCbor());
  }

  /// What the delegating key signs.
  public Bytes signedPayload() {
    return DomainSeparator.IC_REQUEST_AUTH_DELEGATION.payload(hash());
  }
}
