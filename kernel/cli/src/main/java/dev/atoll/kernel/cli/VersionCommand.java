package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says what this is, down to the bundles.
@Command(
    name = "version",
    description = "Say which distribution, version and bundles these are.",
    footer = {"", "For example:  atoll version", "              atoll version --json"},
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    DistributionLock lock = Product.locate().lock();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("distribution", lock.id());
      answer.put("version", lock.version());
      answer.put("java", Runtime.version().toString());
      answer.put("bundles", lock.bundles().stream().map(b -> b.id()).toList());
      out.print(Json.write(answer));
    } else {
      out.printf("atoll %s (%s), Java %s%n", lock.version(), lock.name(), Runtime.version());
      lock.bundles()
          .forEach(b -> out.println("  " + b.id() + (b.alternative() ? " (alternative)" : "")));
    }
    out.flush();
    return 0;
  }
}
