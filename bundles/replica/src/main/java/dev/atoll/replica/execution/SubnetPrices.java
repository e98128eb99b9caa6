package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.systemapi.Prices;
import dev.atoll.types.Cycles;
import org.jspecify.annotations.Nullable;

/// The prices of a subnet for one canister.
record SubnetPrices(
    ExecutionCosts costs,
    SubnetInfo subnet,
    CanisterSettings settings,
    Cycles reserved,
    boolean memory64)
    implements Prices {

  /// What the longest callback may use; prepaid with each call.
  static final long CALLBACK_INSTRUCTIONS_MAX = 40_000_000_000L;

  /// Source: `MAX_INTER_CANISTER_PAYLOAD_IN_BYTES`.
  static final long RESPONSE_SIZE_BYTES_MAX = 2 * 1024 * 1024;

  @Override
  public Cycles freezingThreshold(long memoryBytes) {
    return costs.freezingThreshold(subnet, settings, memoryBytes, reserved);
  }

  @Override
  public Cycles request(long payloadBytes) {
    return costs.request(subnet, payloadBytes);
  }

  @Override
  public Cycles responseTransmission() {
    return costs.responseTransmission(subnet, RESPONSE_SIZE_BYTES_MAX);
  }

  @Override
  public Cycles responseExecution() {
    return costs.execution(subnet, CALLBACK_INSTRUCTIONS_MAX, memory64);
  }

  @Override
  public Cycles storageReservation(long takenBytes, long bytes) {
    return costs.storageReservation(subnet, takenBytes, bytes);
  }

  @Override
  public Cycles canisterCreation() {
    return costs.canisterCreation(subnet);
  }

  @Override
  public Cycles httpRequest(long requestBytes, long responseBytesMax) {
    return costs.httpRequest(subnet, requestBytes, responseBytesMax);
  }

  @Override
  public @Nullable Cycles chainKey(ChainKey kind, String keyName) {
    return costs.chainKey(subnet, kind, keyName);
  }
}
