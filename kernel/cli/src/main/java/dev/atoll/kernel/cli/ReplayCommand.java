package dev.atoll.kernel.cli;

import dev.atoll.kernel.cli.TraceComparison.Difference;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.LeftOut;
import dev.atoll.kernel.launcher.LogLines;
import dev.atoll.kernel.launcher.Logs;
import dev.atoll.kernel.launcher.PluginException;
import dev.atoll.kernel.launcher.StateDirectory;
import dev.atoll.kernel.plugin.InstalledPlugins;
import dev.atoll.kernel.swap.SwapOverlay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Executes the blocks of a stopped node again and compares what they come to.
@Command(
    name = "replay",
    description = {
      "Execute the blocks of a stopped node again, from genesis, and compare the results:",
      "with the state that the node has, and of several engines with each other."
    },
    footer = {
      "",
      "The node must have kept its blocks:  atoll up --fresh --set keep-blocks=true",
      "",
      "For example:  atoll replay --engine execution-chicory",
      "              atoll replay --engine execution-jvm --engine"
          + " execution-chicory:mode=interpreted"
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Option(
      names = "--engine",
      paramLabel = "NAME[:KEY=VALUE,...]",
      description = {
        "An execution bundle, and its settings; each further one is compared with the first.",
        "Default: what the distribution says"
      })
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Change a variable of the distribution, as it was when the node ran.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description = "Keep the trace of each replay here: a line per execution and block.")
  private @Nullable Path traces;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private @Nullable Path work;

  /// What two replays, or a replay and the node, came to.
  private record Finding(String first, String second, Difference difference) {}

  @Override
  public Integer call() throws Exception {
    Product product = Product.locate();
    Path directory = state.directory(product);
    if (!Files.isRegularFile(directory.resolve(StateDirectory.MARKER))) {
      throw new KernelException(
          Code.STATE_UNUSABLE,
          "%s is not an Atoll state directory: it has no %s"
              .formatted(directory, StateDirectory.MARKER),
          "give that of a stopped node with --state-dir DIR");
    }
    List<EngineChoice> choices =
        (engines.isEmpty() ? List.of("") : engines).stream().map(EngineChoice::new).toList();
    List<ReplayRun> runs = new ArrayList<>();
    InstalledPlugins plugins = InstalledPlugins.of(product.directory());
    List<LeftOut> leftOut = new ArrayList<>();
    leaveOut(leftOut, plugins.refused(product.directory()));
    try {
      while (runs.size() < choices.size()) {
        try {
          DistributionLock lock = plugins.except(leftOut).in(product.lock()).with(variables);
          runs.add(run(product, lock, leftOut, choices.get(runs.size()), directory, runs.size()));
        } catch (PluginException e) { // as the node does without it
          leaveOut(leftOut, e.plugins());
        }
      }
      Optional<Finding> finding = compare(runs);
      report(runs, finding);
      return finding.isEmpty() ? 0 : ExitCodes.DIFFERENT;
    } finally {
      if (work != null) {
        StateDirectory.empty(work);
      }
    }
  }

  private void leaveOut(List<LeftOut> leftOut, List<LeftOut> more) {
    more.forEach(plugin -> say("  without %s".formatted(plugin)));
    leftOut.addAll(more);
  }

  private ReplayRun run(
      Product product,
      DistributionLock lock,
      List<LeftOut> leftOut,
      EngineChoice engine,
      Path directory,
      int number)
      throws IOException, InterruptedException {
    StateDirectory held = StateDirectory.open(directory, lock.family(), false);
    Path into;
    ReplayRun run;
    try {
      into = workIn(held).resolve("replay-" + number);
      run =
          ReplayRun.execute(
              product,
              SwapOverlay.read(held.path()).in(lock, held.bundles()),
              leftOut,
              engine,
              held,
              into);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
    say(
        "  %-40s %d blocks, %d executions, %.1f s"
            .formatted(
                engine,
                run.summary().blocks(),
                run.summary().executions(),
                run.took().toMillis() / 1000.0));
    if (traces != null) {
      Files.createDirectories(traces);
      Files.copy(
          run.trace(), traces.resolve(number + ".jsonl"), StandardCopyOption.REPLACE_EXISTING);
    }
    return run;
  }

  /// Where replays put what they come to: emptied by the first one, and by the next node.
  private Path workIn(StateDirectory held) {
    Path known = work;
    if (known == null) {
      Logs.writeTo(held.logs(), LogLines.Format.TEXT);
      known = held.temporary();
      System.setProperty("java.io.tmpdir", known.toString());
      work = known;
    }
    return known;
  }

  private static Optional<Finding> compare(List<ReplayRun> runs) throws IOException {
    ReplayRun first = runs.getFirst();
    for (ReplayRun other : runs.subList(1, runs.size())) {
      Optional<Difference> found = TraceComparison.between(first.trace(), other.trace());
      if (found.isPresent()) {
        return found.map(d -> new Finding(first.engine().toString(), other.engine().toString(), d));
      }
    }
    return TraceComparison.withRecorded(first.trace())
        .map(d -> new Finding("the node", first.engine().toString(), d));
  }

  private void report(List<ReplayRun> runs, Optional<Finding> finding) {
    ReplayRun first = runs.getFirst();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("blocks", first.summary().blocks());
      answer.put("executions", first.summary().executions());
      answer.put("instructions", first.summary().instructions());
      answer.put("replays", runs.stream().map(ReplayRun::toMap).toList());
      answer.put("same", finding.isEmpty());
      finding.ifPresent(found -> answer.put("difference", toMap(found)));
      print(Json.write(answer).strip());
      return;
    }
    if (finding.isEmpty()) {
      say(
          "@|bold,green same|@: replies, instruction counts, dirty pages, state roots and the"
              + " state at the end");
      return;
    }
    Finding found = finding.get();
    say("@|bold,red different|@: %s and %s".formatted(found.first(), found.second()));
    found.difference().where().forEach((name, value) -> say("  %-16s %s".formatted(name, value)));
    found
        .difference()
        .fields()
        .forEach((name, f) -> say("  %-16s %s | %s".formatted(name, f.first(), f.second())));
  }

  private static Map<String, Object> toMap(Finding found) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("between", List.of(found.first(), found.second()));
    map.put("where", found.difference().where());
    Map<String, Object> fields = new LinkedHashMap<>();
    found
        .difference()
        .fields()
        .forEach((name, f) -> fields.put(name, List.of(f.first(), f.second())));
    map.put("fields", fields);
    return map;
  }

  private void say(String line) {
    if (!json) {
      print(Ansi.AUTO.string(line));
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
