package dev.atoll.replica.ingress;

import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;

/// A user's call as it was signed, with what was read and computed of it, so that nobody on its way
/// does that again.
///
/// @param requestId that of `call`
/// @param effectiveCanisterId the canister id of the URL, or the subnet id if it named a subnet
/// @param envelope as the client signed it; `call` is its content
public record SignedCall(
    RequestId requestId, Principal effectiveCanisterId, CallRequest call, Bytes envelope) {

  /// When the call lapses, nanoseconds since 1970-01-01T00:00:00Z, unsigned.
  public long expiryNanos() {
    return call.ingressExpiryNanos();
  }

  /// What the call takes in memory: most of it is the argument, which is there twice.
  long sizeBytes() {
    return (long) envelope.size() + call.arg().size();
  }
}
