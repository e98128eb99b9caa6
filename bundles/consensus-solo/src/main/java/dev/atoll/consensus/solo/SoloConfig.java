package dev.atoll.consensus.solo;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;
import java.time.Duration;

/// How the node paces itself.
///
/// @param blockInterval after which time without work an empty block is made, so that timers and
///     heartbeats of canisters run; from 1 ms to 1 h
/// @param payloadMax how large the payload of a block may be; the default is the limit of the
///     Internet Computer
record SoloConfig(@Default("1s") Duration blockInterval, @Default("4MiB") ByteSize payloadMax) {

  private static final Duration BLOCK_INTERVAL_MIN = Duration.ofMillis(1);

  private static final Duration BLOCK_INTERVAL_MAX = Duration.ofHours(1);

  /// Leaves room for a call of the greatest size in a block of the block log.
  private static final long PAYLOAD_SIZE_BYTES_MAX = 32 * 1024 * 1024;

  /// The greatest ingress message with its envelope must fit.
  private static final long PAYLOAD_SIZE_BYTES_MIN = 4 * 1024 * 1024;

  SoloConfig {
    if (blockInterval.compareTo(BLOCK_INTERVAL_MIN) < 0
        || blockInterval.compareTo(BLOCK_INTERVAL_MAX) > 0) {
      throw new IllegalArgumentException(
          "block-interval is %s, expected 1ms to 1h".formatted(blockInterval));
    }
    if (payloadMax.bytes() < PAYLOAD_SIZE_BYTES_MIN
        || payloadMax.bytes() > PAYLOAD_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "payload-max is %d bytes, expected 4MiB to 32MiB".formatted(payloadMax.bytes()));
    }
  }
}
