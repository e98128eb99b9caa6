package dev.atoll.kernel.cli;

import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.StateDirectory;
import dev.atoll.kernel.swap.SwapRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks the running node to put one bundle in place of another.
@Command(
    name = "swap",
    description = {
      "Put another bundle in place of the one that does KIND, while the node runs.",
      "Callers wait for a moment at most; if anything goes wrong, the old bundle goes on.",
      "The next start begins with what was swapped in."
    },
    footer = {
      "",
      "For example:  atoll swap execution execution-chicory --shadow 20",
      "              atoll swap gateway ./my-gateway.jar --sha256 HEX --dry-run"
    },
    mixinStandardHelpOptions = true)
final class SwapCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = {
        "gateway, execution, storage, consensus, network, crypto,",
        "or the name of a service that a plugin provides"
      })
  private String kind = "";

  @Parameters(
      index = "1",
      paramLabel = "BUNDLE",
      description = "A bundle of the product by its name or digest, or a jar by its path")
  private String bundle = "";

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "What a jar that is given by its path must have.")
  private String sha256 = "";

  @Option(
      names = "--shadow",
      paramLabel = "ROUNDS",
      defaultValue = "0",
      description = {
        "For engines: first run everything on both for so many rounds,",
        "and refuse the new one if it does anything else. Default: ${DEFAULT-VALUE}"
      })
  private int shadow;

  @Option(names = "--dry-run", description = "Check that the bundle fits, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--health",
      paramLabel = "MILLISECONDS",
      description = "How long the health is watched before the old bundle is stopped.")
  private long healthMillis = SwapRequest.HEALTH_WINDOW.toMillis();

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description = "How long shadow run and copying may take.")
  private long limitSeconds = SwapRequest.STEP_LIMIT.toSeconds();

  @Option(names = "--json", description = "Print JSON: a line for each step, then the result.")
  private boolean json;

  @Override
  public Integer call() {
    Path directory = state.directory(Product.locate());
    if (StateDirectory.runningNode(directory).isEmpty()) {
      throw StopCommand.notRunning(directory, state);
    }
    Map<String, Object> result =
        AdminClient.ask(
            directory,
            "swap",
            new SwapRequest(
                    kind,
                    bundle.endsWith(".jar") ? Path.of(bundle).toAbsolutePath().toString() : bundle,
                    sha256,
                    shadow,
                    dryRun,
                    Duration.ofMillis(healthMillis),
                    Duration.ofSeconds(limitSeconds))
                .toMap(),
            this::event);
    report(result);
    return 0;
  }

  private void event(Map<String, Object> event) {
    print(
        json
            ? Json.line(Map.of("event", event))
            : "  %-10s %s".formatted(event.get("step"), event.get("detail")));
  }

  private void report(Map<String, Object> result) {
    if (json) {
      print(Json.line(Map.of("result", result)));
      return;
    }
    boolean dry = Boolean.TRUE.equals(result.get("dry-run"));
    print(
        Ansi.AUTO.string(
            "@|bold,green %s|@ %s in place of %s"
                .formatted(dry ? "fits:" : "works:", result.get("to"), result.get("from"))));
    Map<String, Object> millis = new LinkedHashMap<>();
    if (!dry && result.get("micros") instanceof Map<?, ?> micros) {
      micros.forEach(
          (step, took) ->
              millis.put(String.valueOf(step), ((Number) took).longValue() / 1_000 + " ms"));
      print("  took       " + millis.toString().replaceAll("[{}]", "").replace('=', ' '));
    }
    if (Boolean.FALSE.equals(result.get("retired"))) {
      print("  the old bundle is stopped when what it has under way has ended");
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
