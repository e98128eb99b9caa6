package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.Ingress;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.util.List;

/// A finalized batch with its payload decoded.
///
/// @param timeNanos nanoseconds since 1970-01-01T00:00:00Z
/// @param randomness 32 bytes
/// @param ingress in the order of the block
public record RoundInput(Height height, long timeNanos, Bytes randomness, List<Ingress> ingress) {

  public RoundInput {
    ingress = List.copyOf(ingress);
  }
}
