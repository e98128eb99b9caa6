package dev.atoll.replica.persistence;

import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.storage.BlockLog;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finalized batches in the block log. Callable from any thread.
public final class BlockStore {

  private final BlockLog log;

  public BlockStore(BlockLog log) {
    this.log = log;
  }

  /// Makes `batch` durable.
  public void append(FinalizedBatch batch) {
    log.append(batch.height(), BlockCodec.encode(batch));
    log.sync();
  }

  /// The height of the newest durable batch, or null if there is none.
  public @Nullable Height lastHeight() {
    return log.lastHeight();
  }

  /// Gives the batches above `height` in order.
  ///
  /// @throws IllegalStateException if one is missing: the checkpoint and the log do not fit
  ///     together
  public void replayAbove(Height height, Consumer<FinalizedBatch> consumer) {
    @Nullable Height last = log.lastHeight();
    if (last == null) {
      return;
    }
    for (Height next = height.next(); next.compareTo(last) <= 0; next = next.next()) {
      @Nullable Bytes block = log.read(next);
      if (block == null) {
        throw new IllegalStateException(
            "block %s is missing: the state is at height %s and the block log ends at %s"
                .formatted(next, height, last));
      }
      consumer.accept(BlockCodec.decode(block));
    }
  }

  /// Forgets the batches that a durable checkpoint at `height` contains.
  public void removeThrough(Height height) {
    log.removeBelow(height);
  }
}
