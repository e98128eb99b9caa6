package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.systemapi.Prices.ChainKey;
import dev.atoll.types.Cycles;
import org.jspecify.annotations.Nullable;

/// What executing and messaging cost. The accounting of cycles implements it.
///
/// All amounts follow from the arguments alone; a subnet with a free cost schedule gets zero. Safe
/// for use from any thread.
///
/// Source: reference implementation `rs/cycles_account_manager`.
public interface ExecutionCosts {

  /// Executing `instructions` in one message, the base fee among it.
  Cycles execution(SubnetInfo subnet, long instructions, boolean memory64);

  /// The balance below which a canister is frozen.
  ///
  /// @param settings threshold, allocations
  /// @param memoryBytes all memory that the canister uses
  Cycles freezingThreshold(
      SubnetInfo subnet, CanisterSettings settings, long memoryBytes, Cycles reserved);

  /// What a canister sets aside for `bytes` of memory when `takenBytes` of the subnet are taken.
  Cycles storageReservation(SubnetInfo subnet, long takenBytes, long bytes);

  /// Sending a request whose method name and argument have `payloadBytes`, without its response.
  Cycles request(SubnetInfo subnet, long payloadBytes);

  /// Transmitting a response of `payloadBytes`.
  Cycles responseTransmission(SubnetInfo subnet, long payloadBytes);

  /// Inducting a user's call of which method, argument and nonce have `payloadBytes`.
  Cycles ingressInduction(SubnetInfo subnet, long payloadBytes);

  Cycles canisterCreation(SubnetInfo subnet);

  Cycles httpRequest(SubnetInfo subnet, long requestBytes, long responseBytesMax);

  /// The fee of a signature or key derivation, null if the subnet has no key of this name.
  @Nullable Cycles chainKey(SubnetInfo subnet, ChainKey kind, String keyName);

  /// Takes what memory and compute allocation have cost since they were last charged.
  ///
  /// @return whether the canister could pay; if not, its code is to be removed
  boolean chargeResources(SubnetInfo subnet, CanisterState canister, long nowNanos);
}
