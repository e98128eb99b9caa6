package dev.atoll.spi.gateway;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;

/// How a replica is.
///
/// @param rootKey the DER-wrapped public key of the root subnet, 133 bytes
/// @param subnetId the subnet that the replica belongs to
/// @param defaultEffectiveCanisterId a canister id in a range of the subnet, for calls that create
///     canisters
/// @param health whether it can answer
/// @param certifiedHeight the height of the newest certified state
/// @param version the version of Atoll, such as `0.1.0`
public record SubnetStatus(
    Bytes rootKey,
    Principal subnetId,
    Principal defaultEffectiveCanisterId,
    Health health,
    Height certifiedHeight,
    String version) {

  /// The values of `replica_health_status`.
  public enum Health {
    STARTING("starting"),
    HEALTHY("healthy"),
    STOPPING("stopping"),
    FAILED("failed");

    private final String text;

    Health(String text) {
      this.text = text;
    }

    /// The text in the answer of `/api/v2/status`.
    public String text() {
      return text;
    }
  }
}
