package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.distribution.LockFile;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Has every bundle read its section, as it would at the start.
@Command(
    name = "check",
    description = {
      "Check every section of a distribution.yaml, or of a product's folder, as the node",
      "would at its start, plugins included: unknown keys, missing ones, values that do not fit."
    },
    footer = {
      "",
      "For example:  atoll config check my-node/distribution.yaml",
      "              atoll config check my-node/product --set port=9000"
    },
    mixinStandardHelpOptions = true)
final class ConfigCheckCommand implements Callable<Integer> {

  @Mixin private final DistOptions options = new DistOptions();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A variable as it would be given to: atoll up")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    DistributionLock lock;
    List<Path> jars;
    Path product = options.lockFile().resolveSibling("");
    if (!Files.isRegularFile(options.file()) && Files.isDirectory(product.resolve("bundles"))) {
      Product found = new Product(product, DistributionLock.read(options.lockFile()));
      lock = found.withPlugins();
      jars = lock.bundles().stream().map(found::file).toList();
    } else {
      Repositories repositories = options.repositories();
      Assembly assembly =
          AssemblyResolver.resolve(options.distribution(repositories), repositories);
      lock = LockFile.of(assembly);
      jars = assembly.bundles().stream().map(Candidate::file).toList();
    }
    Map<String, Object> config = lock.with(variables).config();
    try (ConfigCatalog catalog = new ConfigCatalog(jars)) {
      for (String bundle : catalog.bundles()) {
        ConfigCatalog.Entry entry =
            catalog.entry(bundle, Json.object(config.getOrDefault(bundle, Map.of())));
        checked += entry.keys().size();
        if (!entry.error().isEmpty()) {
          wrong.add(entry.error());
        }
      }
    }
    report(checked, wrong);
    return 0;
  }

  private void report(int checked, List<String> wrong) {
    PrintWriter out = options.out();
    if (options.json()) {
      out.print(Json.write(Map.of("keys", checked, "errors", wrong)));
      out.flush();
    }
    if (!wrong.isEmpty()) {
      throw new KernelException(
          Code.CONFIG,
          String.join("\n  ", wrong),
          "correct %s; atoll config explain says what bundles take"
              .formatted(DistributionFile.FILE_NAME));
    }
    if (!options.json()) {
      out.printf("nothing is wrong; the bundles take %d keys%n", checked);
      out.flush();
    }
  }
}
