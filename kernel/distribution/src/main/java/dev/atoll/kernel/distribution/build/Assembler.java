package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.BuildFiles;
import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.distribution.DistributionReader;
import dev.atoll.kernel.distribution.Repositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Build step: locks a distribution whose bundles are files of the same build, and lays out its
/// product. Plugins that were installed into it, and the keys that it trusts, stay.
public final class Assembler {

  private Assembler() {}

  /// Arguments: distribution.yaml, version, list of artifacts, licence, output directory, time
  /// stamp.
  public static void main(String[] arguments) throws Exception {
    assemble(
        Path.of(arguments[0]),
        arguments[1],
        BuildFiles.read(Path.of(arguments[2])),
        Path.of(arguments[3]),
        Path.of(arguments[4]),
        Instant.parse(arguments[5]));
  }

  static void assemble(
      Path yaml, String version, BuildFiles files, Path licence, Path output, Instant time)
      throws IOException {
    Repositories repositories = Repositories.of(files);
    DistributionFile distribution =
        new DistributionReader(repositories).read(yaml).withVersion(version);
    Assembly assembly = AssemblyResolver.resolve(distribution, repositories);
    FileTree tree = ProductTree.of(assembly, LauncherFiles.ofBuild(files, licence));
    Path aside = output.resolveSibling(output.getFileName() + ".kept");
    FileTree.delete(aside);
    move(output, aside);
    tree.writeTo(output, time);
    move(aside, output);
    FileTree.delete(aside);
  }

  /// What whoever uses the product has put into it stays over builds.
  private static void move(Path from, Path to) throws IOException {
    for (String name : List.of("plugins", "plugins.lock.json", "etc")) {
      if (Files.exists(from.resolve(name))) {
        Files.createDirectories(to);
        Files.move(from.resolve(name), to.resolve(name));
      }
    }
  }
}
