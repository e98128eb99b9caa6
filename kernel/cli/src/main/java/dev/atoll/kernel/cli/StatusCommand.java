package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.NodeInfo;
import dev.atoll.kernel.launcher.StateDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows what the running node last said of itself.
@Command(
    name = "status",
    description = "Say how the node on the state directory is.",
    footer = {
      "",
      "For example:  atoll status",
      "              atoll status --wait 60 --json",
      "              atoll status --root-key"
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  /// How often the node is looked at while it is waited for.
  private static final Duration POLL = Duration.ofMillis(100);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--root-key", description = "Print the root key alone, in hexadecimal.")
  private boolean rootKey;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Wait so long for a node that is ready and healthy. Default: ${DEFAULT-VALUE}")
  private int waitSeconds;

  @Override
  public Integer call() throws InterruptedException {
    Path directory = state.directory(Product.locate());
    NodeInfo node = await(directory);
    PrintWriter out = spec.commandLine().getOut();
    if (rootKey) {
      out.println(node.fact("root key"));
    } else if (json) {
      out.print(Json.write(node.toMap()));
    } else {
      print(out, node, directory);
    }
    out.flush();
    return isReady(node) ? 0 : Code.UNHEALTHY.exitCode();
  }

  private static boolean isReady(NodeInfo node) {
    return node.isHealthy() && !node.state().equals("starting");
  }

  private NodeInfo await(Path directory) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
    while (true) {
      Optional<NodeInfo> node = StateDirectory.runningNode(directory);
      if (node.filter(StatusCommand::isReady).isPresent() || System.nanoTime() >= end) {
        return node.orElseThrow(() -> StopCommand.notRunning(directory, state));
      }
      Thread.sleep(POLL);
    }
  }

  private static void print(PrintWriter out, NodeInfo node, Path directory) {
    out.printf(
        "%s, process %d, up %s%n",
        node.state(), node.pid(), age(Duration.between(node.startedAt(), Instant.now())));
    node.urls().forEach((name, url) -> out.printf("  %-20s %s%n", name, url));
    out.printf("  %-20s %s%n", "state", directory);
    for (Map<String, Object> check : node.health()) {
      out.printf("  %-20s %s: %s%n", check.get("bundle"), check.get("status"), check.get("detail"));
      if (check.get("facts") instanceof Map<?, ?> facts) {
        facts.forEach((k, v) -> out.printf("    %-18s %s%n", k, Shortened.of(String.valueOf(v))));
      }
    }
    node.bundles().stream()
        .filter(b -> !"UP".equals(b.get("state")))
        .forEach(
            b -> out.printf("  %-20s %s %s%n", b.get("bundle"), b.get("state"), b.get("cause")));
  }

  private static String age(Duration age) {
    return age.toDays() > 0
        ? "%d d %d h".formatted(age.toDays(), age.toHoursPart())
        : age.toHours() > 0
            ? "%d h %d min".formatted(age.toHours(), age.toMinutesPart())
            : "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
  }
}
