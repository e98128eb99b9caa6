package dev.atoll.spi.consensus;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;

/// A block that can no longer change; every replica of the subnet gets the same ones in the same
/// order.
///
/// @param height one above that of the batch before
/// @param timeNanos nanoseconds since 1970-01-01T00:00:00Z, greater than that of the batch before
/// @param randomness 32 bytes that nobody could foresee when the payload was chosen, or as close to
///     that as the engine comes
/// @param payload what [PayloadSource#build] returned to the block maker
public record FinalizedBatch(Height height, long timeNanos, Bytes randomness, Bytes payload) {

  public static final int RANDOMNESS_SIZE_BYTES = 32;

  public FinalizedBatch {
    if (randomness.size() != RANDOMNESS_SIZE_BYTES) {
      throw new IllegalArgumentException(
          "randomness is %d bytes, %d expected"
              .formatted(randomness.size(), RANDOMNESS_SIZE_BYTES));
    }
  }
}
