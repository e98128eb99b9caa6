package dev.atoll.spi.consensus;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/// Builds the contents of blocks from the ingress pool. Callable from any thread.
@ProviderType
public interface PayloadSource {

  /// The payload for a block at `height`; empty if there is nothing to order.
  ///
  /// What it contains is not taken out of the pool: it leaves when a batch with it is delivered, so
  /// that a proposal that loses is not a lost message.
  ///
  /// @param timeNanos the time of the block, which decides what has expired
  /// @param maxSizeBytes an upper limit for the size of the payload
  Bytes build(Height height, long timeNanos, int maxSizeBytes);

  /// Waits until there is something to order, or until executions want a block to go on in, or for
  /// `limit`.
  ///
  /// @return whether a block is wanted at once
  boolean awaitWork(Duration limit) throws InterruptedException;
}
