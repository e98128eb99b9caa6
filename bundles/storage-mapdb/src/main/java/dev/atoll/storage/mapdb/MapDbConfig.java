package dev.atoll.storage.mapdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;

/// How files are cut.
///
/// @param checkpointSize how much of changed pages gathers in memory and journal before it is
///     brought into `tables.db`; twice as much may be held at times, and a restart after a crash
///     replays it
/// @param segmentSize when the block log begins a new file; blocks are removed in whole files
public record MapDbConfig(
    @Default("32MiB") ByteSize checkpointSize, @Default("64MiB") ByteSize segmentSize) {

  private static final long SIZE_BYTES_MIN = 4096;

  public MapDbConfig {
    check("checkpoint-size", checkpointSize);
    check("segment-size", segmentSize);
  }

  private static void check(String key, ByteSize size) {
    if (size.bytes() < SIZE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "%s is %d bytes, at least %d allowed".formatted(key, size.bytes(), SIZE_BYTES_MIN));
    }
  }
}
