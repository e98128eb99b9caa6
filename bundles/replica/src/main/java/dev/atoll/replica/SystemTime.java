package dev.atoll.replica;

import dev.atoll.spi.consensus.TimeSource;
import java.time.Instant;

/// The clock of the host.
final class SystemTime implements TimeSource {

  @Override
  public long nowNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }
}
