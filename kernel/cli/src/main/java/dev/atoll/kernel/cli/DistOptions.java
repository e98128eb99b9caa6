package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.distribution.DistributionReader;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.plugin.InstalledPlugins;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which distribution is meant, and where its bundles are.
final class DistOptions {

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = DistributionFile.FILE_NAME,
      description = "The distribution, or the folder that has it. Default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "A folder with bundles, searched with all below it; can be repeated.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--maven-local",
      paramLabel = "DIR",
      description = "The local Maven repository. Default: ~/.m2/repository")
  private @Nullable Path mavenLocal;

  @Option(names = "--json", description = "Print one JSON object, and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  Path file() {
    return Files.isDirectory(file) ? file.resolve(DistributionFile.FILE_NAME) : file;
  }

  /// `distribution.lock.json` beside the file.
  Path lockFile() {
    return file().toAbsolutePath().resolveSibling(DistributionLock.FILE_NAME);
  }

  DistributionFile distribution(Repositories repositories) throws IOException {
    return new DistributionReader(repositories).read(file());
  }

  /// The folders of the options, those beside the file, those of the product.
  Repositories repositories() {
    List<Path> all = new ArrayList<>(folders);
    Path home = file().toAbsolutePath().getParent();
    addFoldersOf(home, all);
    addFoldersOf(Product.locate().directory(), all);
    progress("reading the bundles of " + all.size() + (all.size() == 1 ? " folder" : " folders"));
    return Repositories.of(
        all.stream().map(p -> p.toAbsolutePath().normalize()).distinct().toList(),
        mavenLocal == null ? Repositories.defaultMavenLocal() : mavenLocal);
  }

  private static void addFoldersOf(@Nullable Path directory, List<Path> folders) {
    for (String name : List.of("bundles", "plugins")) {
      if (directory != null
          && Files.isDirectory(directory.resolve(name))
          && !isInstalled(directory, name)) {
        folders.add(directory.resolve(name));
      }
    }
  }

  /// What was installed into a product starts with its node, and is no part of other distributions.
  private static boolean isInstalled(Path directory, String name) {
    return name.equals("plugins") && Files.exists(directory.resolve(InstalledPlugins.FILE_NAME));
  }

  /// Says on the error stream what takes its time, to people only.
  void progress(String what) {
    if (!json && Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(what + " …");
      err.flush();
    }
  }

  Consumer<String> progress() {
    return this::progress;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
