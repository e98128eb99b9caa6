package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.distribution.Starter;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes a distribution to begin with.
@Command(
    name = "new",
    description = "Write a distribution.yaml with comments, to begin with.",
    footer = {"", "For example:  atoll dist new my-node"},
    mixinStandardHelpOptions = true)
final class DistNewCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder to write it to; its name is the id.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path directory;

  @Option(
      names = "--extends",
      paramLabel = "WHAT",
      description = "A distribution to begin with, as a file or coordinates. Default: this product")
  private @Nullable String parent;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Path file = directory.resolve(DistributionFile.FILE_NAME);
    if (Files.exists(file)) {
      throw new KernelException(
          Code.CONFIG, "%s is there already".formatted(file), "give another folder");
    }
    String name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    String from = parent == null ? Product.locate().lock().id() : parent;
    Files.createDirectories(directory);
    Files.writeString(file, Starter.yaml(name, from), StandardOpenOption.CREATE_NEW);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.write(Map.of("file", file.toString(), "extends", from)));
    } else {
      out.println("wrote " + file);
      out.println("  next      " + Product.command() + " dist resolve " + file);
    }
    out.flush();
    return 0;
  }
}
