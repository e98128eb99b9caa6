package dev.atoll.replica;

import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.spi.kernel.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The replica's section of a distribution.
///
/// @param subnetType the type in the state tree: `application` or `system`
/// @param costSchedule whether canisters pay cycles: `normal` or `free`
/// @param subnetSize the number of nodes that prices are computed for
/// @param checkpointInterval how much time may pass between two checkpoints; a restart replays what
///     came after the last one
/// @param queriesMax queries that execute at once; 0 for one per processor
/// @param batchesMax finalized batches that may wait for execution; a call waits behind them, and a
///     restart executes them first
/// @param keepBlocks whether blocks stay when a checkpoint has made them unnecessary for a restart;
///     `atoll replay` needs all of them, and they are never deleted
/// @param replayInto a directory: the replica does not serve, it executes its kept blocks again and
///     leaves there what they came to; `atoll replay` sets it
public record ReplicaConfig(
    @Default("application") String subnetType,
    @Default("normal") CostSchedule costSchedule,
    @Default("13") int subnetSize,
    @Default("60s") Duration checkpointInterval,
    @Default("0") int queriesMax,
    @Default("1") int batchesMax,
    @Default("false") boolean keepBlocks,
    Optional<Path> replayInto) {

  public ReplicaConfig {
    if (subnetSize < 1) {
      throw new IllegalArgumentException("subnet-size is %d, at least 1".formatted(subnetSize));
    }
    if (batchesMax < 1) {
      throw new IllegalArgumentException("batches-max is %d, at least 1".formatted(batchesMax));
    }
  }

  int queryConcurrency() {
    return queriesMax > 0 ? queriesMax : Runtime.getRuntime().availableProcessors();
  }
}
