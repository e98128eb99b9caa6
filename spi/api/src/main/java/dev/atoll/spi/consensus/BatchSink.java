package dev.atoll.spi.consensus;

import org.osgi.annotation.versioning.ProviderType;

/// Takes finalized batches in order, from one thread of the engine.
@ProviderType
public interface BatchSink {

  /// Makes `batch` durable and passes it on to execution.
  ///
  /// Returns when the batch is durable; execution follows on another thread. Blocks while too many
  /// batches wait for execution, so that an engine never runs ahead of the state.
  ///
  /// A batch at a height that was delivered before is ignored; delivery may be repeated.
  ///
  /// @throws IllegalArgumentException if the height leaves a hole or time does not move forward
  /// @throws InterruptedException if the engine is stopped while it waits
  void deliver(FinalizedBatch batch) throws InterruptedException;
}
