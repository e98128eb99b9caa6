package dev.atoll.replica;

import dev.atoll.replica.natives.NativeCanisterConfig;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.spi.kernel.Default;
import dev.atoll.types.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
/// @param nativeCanisters canisters in Java, by the canister id that each has
public record ReplicaConfig(
    @Default("application") String subnetType,
    @Default("normal") CostSchedule costSchedule,
    @Default("13") int subnetSize,
    @Default("60s") Duration checkpointInterval,
    @Default("0") int queriesMax,
    @Default("1") int batchesMax,
    @Default("false") boolean keepBlocks,
    Optional<Path> replayInto,
    Optional<Map<String, NativeCanisterConfig>> nativeCanisters) {

  public ReplicaConfig {
    if (subnetSize < 1) {
      throw new IllegalArgumentException("subnet-size is %d, at least 1".formatted(subnetSize));
    }
    if (batchesMax < 1) {
      throw new IllegalArgumentException("batches-max is %d, at least 1".formatted(batchesMax));
    }
    nativeCanisters.ifPresent(canisters -> canisters.keySet().forEach(ReplicaConfig::checkId));
  }

  private static void checkId(String id) {
    if (!Principal.fromText(id).hasCanisterIndex()) {
      throw new IllegalArgumentException(
          "native-canisters has the id %s, expected one of a canister".formatted(id));
    }
  }

  /// Canisters in Java by id.
  SortedMap<Principal, NativeCanisterConfig> natives() {
    TreeMap<Principal, NativeCanisterConfig> natives = new TreeMap<>();
    nativeCanisters
        .orElse(Map.of())
        .forEach((id, canister) -> natives.put(Principal.fromText(id), canister));
    return natives;
  }

  int queryConcurrency() {
    return queriesMax > 0 ? queriesMax : Runtime.getRuntime().availableProcessors();
  }
}
