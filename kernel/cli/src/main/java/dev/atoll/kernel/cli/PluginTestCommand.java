package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.StateDirectory;
import dev.atoll.kernel.plugin.ContractRun;
import dev.atoll.kernel.plugin.PluginJar;
import dev.atoll.kernel.plugin.TestReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the contracts of what a plugin provides.
@Command(
    name = "test",
    description = {
      "Run the contracts of all ports that a plugin provides, as its manifest says, on the jar as"
          + " it",
      "is: with its default settings and a simulated subnet. A project is built first, and its own",
      "tests run. Needs Maven, and the artifacts of Atoll in a Maven repository."
    },
    footer = {
      "",
      "For example:  atoll plugin test my-storage",
      "              atoll plugin test my-storage-1.0.0.jar --json"
    },
    mixinStandardHelpOptions = true)
final class PluginTestCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "PLUGIN", description = "A jar, or the folder of a project.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path plugin;

  @Option(
      names = "--maven-local",
      paramLabel = "DIR",
      description = "The local Maven repository. Default: Maven's own")
  private @Nullable Path mavenLocal;

  @Override
  public Integer call() throws Exception {
    ContractRun run = new ContractRun(mavenLocal, Product.locate().bundles());
    List<TestReport> own =
        Files.isDirectory(plugin) ? run.ofProject(plugin.toAbsolutePath()) : List.of();
    Path jar = Files.isDirectory(plugin) ? ContractRun.jarOf(plugin) : plugin;
    Path scratch = Files.createTempDirectory("atoll-contracts");
    try {
      return answer(PluginJar.read(jar), own, run.ofJar(jar, scratch));
    } finally {
      StateDirectory.empty(scratch);
      Files.delete(scratch);
    }
  }

  private int answer(PluginJar jar, List<TestReport> own, List<TestReport> contracts) {
    Set<String> tested = ContractRun.contracts(jar).keySet();
    List<String> without = jar.provides().stream().filter(t -> !tested.contains(t)).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("plugin", jar.bundle().id().toString());
    answer.put("provides", jar.provides());
    answer.put("contracts", contracts.stream().map(TestReport::toMap).toList());
    answer.put("without-contract", without);
    answer.put("own-tests", own.stream().map(TestReport::toMap).toList());
    List<String> lines = new ArrayList<>();
    lines.add(jar.bundle() + " provides " + String.join(", ", jar.provides()));
    own.forEach(report -> add(lines, "own tests", report));
    contracts.forEach(report -> add(lines, "contract", report));
    without.forEach(type -> lines.add("  no contract is there for " + type));
    boolean good =
        own.stream().allMatch(TestReport::isGood)
            && contracts.stream().allMatch(TestReport::isGood);
    answer.put("good", good);
    options.answer(answer, lines);
    return good ? 0 : Code.PLUGIN_FAILED.exitCode();
  }

  private static void add(List<String> lines, String what, TestReport report) {
    lines.add(
        "  %-9s  %s: %d of %d passed"
            .formatted(
                what, report.name(), report.tests() - report.failures().size(), report.tests()));
    report.failures().forEach(failure -> lines.add("    FAILED " + failure));
  }
}
