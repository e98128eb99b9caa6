package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.LeftOut;
import dev.atoll.kernel.launcher.Node;
import dev.atoll.kernel.launcher.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One replay that has ended.
///
/// @param trace the file with its trace
record ReplayRun(EngineChoice engine, Path trace, TraceSummary summary, Duration took) {

  private static final String REPLICA = "atoll-replica";

  /// Starts a node that replays, without its listeners, and waits until it has.
  ///
  /// @param lock with its plugins, and its variables put in
  /// @param leftOut plugins that are not in `lock`
  /// @param into an empty directory for state and trace of the replay
  static ReplayRun execute(
      Product product,
      DistributionLock lock,
      List<LeftOut> leftOut,
      EngineChoice engine,
      StateDirectory state,
      Path into)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Node node =
        Node.start(
            replaying(engine.in(lock, bundle -> file(product, state, bundle)), into),
            product.directory(),
            state,
            Clock.systemUTC(),
            leftOut)) {
      node.awaitUp(REPLICA);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Path trace = into.resolve("trace.jsonl");
    return new ReplayRun(engine, trace, TraceSummary.of(trace), took);
  }

  private static Path file(Product product, StateDirectory state, LockedBundle bundle) {
    Path kept = state.bundles().resolve(bundle.fileName()); // swapped in, and not of the product
    return Files.isRegularFile(kept) && !Files.isRegularFile(product.file(bundle))
        ? kept
        : product.file(bundle);
  }

  private static DistributionLock replaying(DistributionLock lock, Path into) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (lock.config().get(REPLICA) instanceof Map<?, ?> already) {
      already.forEach((key, value) -> section.put(String.valueOf(key), value));
    }
    section.put("replay-into", into.toString());
    Map<String, Object> config = new LinkedHashMap<>(lock.config());
    config.put(REPLICA, section);
    return new DistributionLock(
        lock.id(), lock.description(), lock.variables(), lock.bundles(), List.of(), config);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("engine", engine.toString());
    map.put("seconds", took.toMillis() / 1000.0);
    map.put("root", summary.root());
    return map;
  }
}
