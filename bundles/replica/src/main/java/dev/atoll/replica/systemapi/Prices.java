package dev.atoll.replica.systemapi;

import dev.atoll.types.Cycles;
import org.jspecify.annotations.Nullable;

/// What things cost the canister that executes.
public interface Prices {

  /// The balance that must stay when the canister uses `memoryBytes`.
  Cycles freezingThreshold(long memoryBytes);

  /// Sending a request whose method name and argument have `payloadBytes`, without the response.
  Cycles request(long payloadBytes);

  /// Set aside for transmitting the largest response.
  Cycles responseTransmission();

  /// Set aside for executing the longest callback.
  Cycles responseExecution();

  /// What is to be set aside for `bytes` of memory when `takenBytes` of the subnet are taken.
  Cycles storageReservation(long takenBytes, long bytes);

  Cycles canisterCreation();

  Cycles httpRequest(long requestBytes, long responseBytesMax);

  /// The fee of a signature or key derivation, null if no key has this name.
  @Nullable Cycles chainKey(ChainKey kind, String keyName);

  /// The services that sign or derive.
  enum ChainKey {
    ECDSA,
    SCHNORR,
    VETKD
  }
}
