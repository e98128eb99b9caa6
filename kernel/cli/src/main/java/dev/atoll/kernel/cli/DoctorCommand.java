package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Looks at everything that keeps nodes from running, and says what to type against it.
@Command(
    name = "doctor",
    description = "Look for what would keep the node from running, and say what to do.",
    footer = {"", "For example:  atoll doctor", "              atoll doctor --json"},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Product product = Product.locate();
    Path directory = state.directory(product);
    List<Diagnosis> found = new Examination(product, directory).run();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("checks", found.stream().map(DoctorCommand::toMap).toList());
      out.print(Json.write(answer));
    } else {
      found.forEach(d -> print(out, d));
    }
    out.flush();
    return found.stream().anyMatch(d -> d.verdict() == Diagnosis.Verdict.BAD)
        ? Code.UNHEALTHY.exitCode()
        : 0;
  }

  private static void print(PrintWriter out, Diagnosis d) {
    String mark =
        switch (d.verdict()) {
          case GOOD -> "@|green ok  |@";
          case DOUBTFUL -> "@|yellow warn|@";
          case BAD -> "@|red bad |@";
        };
    out.println(Ansi.AUTO.string(mark) + "  " + "%-12s %s".formatted(d.subject(), d.found()));
    if (!d.fix().isEmpty()) {
      out.println("                    try: " + Product.asTyped(d.fix()));
    }
  }

  private static Map<String, Object> toMap(Diagnosis d) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("subject", d.subject());
    map.put("verdict", d.verdict().name());
    map.put("found", d.found());
    map.put("fix", d.fix());
    return map;
  }
}
