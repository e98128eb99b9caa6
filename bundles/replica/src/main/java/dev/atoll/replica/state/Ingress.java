package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import org.jspecify.annotations.Nullable;

/// A call by a user, authenticated and inducted.
///
/// @param effectiveCanisterId the canister, or the subnet, that the request was sent to; decides
///     where the status may be read
/// @param receiver the canister called, or the management canister
/// @param expiryNanos when it lapses if it did not start
/// @param senderInfo attested facts about the sender, null if the request had none
public record Ingress(
    RequestId requestId,
    Principal sender,
    Principal effectiveCanisterId,
    Principal receiver,
    String method,
    Bytes arg,
    long expiryNanos,
    @Nullable SenderInfo senderInfo) {

  /// Facts about the sender that a canister signed.
  public record SenderInfo(Bytes info, Principal signer) {

    /// What of the signed facts canisters see; null if there are none.
    public static @Nullable SenderInfo of(dev.atoll.types.@Nullable SenderInfo signed) {
      return signed == null ? null : new SenderInfo(signed.info(), signed.signer());
    }
  }
}
