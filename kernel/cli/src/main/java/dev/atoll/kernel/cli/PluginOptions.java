package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// How the commands of `atoll plugin` answer.
final class PluginOptions {

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object, and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  /// Prints the one or the other.
  void answer(Map<String, ?> forProgrammes, Iterable<String> forPeople) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.write(forProgrammes));
    } else {
      forPeople.forEach(out::println);
    }
    out.flush();
  }
}
