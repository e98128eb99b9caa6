package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.LockFile;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes down which bundles a distribution is made of.
@Command(
    name = "lock",
    description = "Resolve a distribution and write distribution.lock.json beside it.",
    footer = {"", "For example:  atoll dist lock my-node"},
    mixinStandardHelpOptions = true)
final class DistLockCommand implements Callable<Integer> {

  @Mixin private final DistOptions options = new DistOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the lock instead.")
  private @Nullable Path output;

  @Override
  public Integer call() throws Exception {
    Repositories repositories = options.repositories();
    Assembly assembly = AssemblyResolver.resolve(options.distribution(repositories), repositories);
    String lock = LockFile.toJson(assembly);
    Path file = output == null ? options.lockFile() : output;
    Files.writeString(file, lock);
    PrintWriter out = options.out();
    if (options.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("lock", file.toString());
      answer.put("bundles", assembly.bundles().size());
      answer.put("wires", assembly.wires().size());
      out.print(Json.write(answer));
    } else {
      out.printf(
          "wrote %s: %d bundles, %d wires%n",
          file, assembly.bundles().size(), assembly.wires().size());
    }
    out.flush();
    return 0;
  }
}
