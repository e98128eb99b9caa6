package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.NodeInfo;
import dev.atoll.kernel.launcher.StateDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Ends a node as SIGTERM does, and waits for it.
@Command(
    name = "stop",
    description = "Stop the node that runs on the state directory.",
    footer = {
      "",
      "For example:  atoll stop",
      "              atoll stop --state-dir /var/lib/atoll"
    },
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {

  private static final long LIMIT_SECONDS = 30;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Path directory = state.directory(Product.locate());
    NodeInfo node =
        StateDirectory.runningNode(directory).orElseThrow(() -> notRunning(directory, state));
    Optional<ProcessHandle> process = ProcessHandle.of(node.pid());
    if (process.isPresent()) {
      process.get().destroy();
      try {
        process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new KernelException(
            Code.UNHEALTHY,
            "process %d has not ended within %d s".formatted(node.pid(), LIMIT_SECONDS),
            "kill -9 " + node.pid() + " (answered updates survive it)",
            e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.write(Map.of("stopped", node.distribution(), "pid", node.pid())));
    } else {
      out.printf("stopped %s (process %d)%n", node.distribution(), node.pid());
    }
    out.flush();
    return 0;
  }

  static KernelException notRunning(Path directory, StateOptions state) {
    return new KernelException(
        Code.NOT_RUNNING,
        "no node runs on " + directory,
        "start one with: atoll up" + state.asTyped());
  }
}
