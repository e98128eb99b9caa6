package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.LockDiff;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says what differs between two locks.
@Command(
    name = "diff",
    description = {
      "Say what differs between two locks: bundles, versions, wires, configuration.",
      "Ends with 0 if nothing does, and with 11 if something does."
    },
    footer = {
      "",
      "For example:  atoll dist diff before/ after/",
      "              atoll dist diff before/ after/ --json"
    },
    mixinStandardHelpOptions = true)
final class DistDiffCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A lock, or a folder that has it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "A lock, or a folder that has it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path after;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    List<LockDiff.Change> changes = LockDiff.between(read(before), read(after));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(
          Json.write(Map.of("changes", changes.stream().map(LockDiff.Change::toMap).toList())));
    } else if (changes.isEmpty()) {
      out.println("no difference");
    } else {
      changes.forEach(out::println);
    }
    out.flush();
    return changes.isEmpty() ? 0 : ExitCodes.DIFFERENT;
  }

  private static Map<String, Object> read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(DistributionLock.FILE_NAME) : path;
    DistributionLock.read(file); // says what is wrong with it
    try {
      return Json.read(file);
    } catch (IOException e) {
      throw new KernelException(
          Code.CONFIG, "cannot read " + file + ": " + e.getMessage(), "give a lock", e);
    }
  }
}
