package dev.atoll.replica;

import dev.atoll.replica.persistence.BlockStore;
import dev.atoll.replica.persistence.PendingCheckpoint;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Height;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one checkpoint on a thread of its own, then forgets the blocks that it contains.
final class CheckpointWriter {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final PendingCheckpoint checkpoint;

  private final @Nullable BlockStore blocks;

  private final LongSupplier nanoTime;

  private final long stallMicros;

  private final ReplicaMetrics metrics;

  private final Thread thread;

  private volatile boolean stopped;

  private volatile @Nullable Throwable failure;

  /// @param blocks null if blocks are kept
  /// @param stallMicros how long rounds have waited for the checkpoint, for the log
  CheckpointWriter(
      PendingCheckpoint checkpoint,
      @Nullable BlockStore blocks,
      LongSupplier nanoTime,
      long stallMicros,
      ReplicaMetrics metrics) {
    this.checkpoint = checkpoint;
    this.blocks = blocks;
    this.nanoTime = nanoTime;
    this.stallMicros = stallMicros;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().daemon().name("atoll-checkpoint").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Height height() {
    return checkpoint.height();
  }

  private void run() {
    try {
      long begin = nanoTime.getAsLong();
      if (!checkpoint.write()) {
        return;
      }
      long nanos = nanoTime.getAsLong() - begin;
      metrics.checkpoint(checkpoint.height(), checkpoint.pageCount(), nanos, stallMicros);
      LOG.info(
          "checkpoint height={} pages={} stall-micros={} millis={}",
          checkpoint.height(),
          checkpoint.pageCount(),
          stallMicros,
          nanos / 1_000_000);
      if (blocks != null) {
        blocks.removeThrough(checkpoint.height());
      }
    } catch (RuntimeException | Error e) {
      if (stopped) { // the storage may be closed by now
        LOG.debug("the checkpoint of height {} was stopped", checkpoint.height(), e);
      } else {
        failure = e;
      }
    }
  }

  /// Has nothing more written; after the return the storage may be closed.
  ///
  /// @return whether the checkpoint was unfinished
  boolean stop() {
    stopped = true;
    return checkpoint.stop();
  }

  void await() throws InterruptedException {
    thread.join();
  }

  /// @throws StorageException if writing has failed
  void check() {
    @Nullable Throwable cause = failure;
    if (cause != null) {
      throw new StorageException(
          "the checkpoint of height %s could not be written".formatted(checkpoint.height()), cause);
    }
  }
}
