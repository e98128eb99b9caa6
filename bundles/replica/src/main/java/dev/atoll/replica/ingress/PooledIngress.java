package dev.atoll.replica.ingress;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;

/// A call that was checked and waits for a block.
///
/// @param effectiveCanisterId the canister id of the URL
/// @param envelope as the client signed it
public record PooledIngress(
    RequestId requestId, Principal effectiveCanisterId, long expiryNanos, Bytes envelope) {}
