package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.distribution.DistributionWriter;
import dev.atoll.kernel.distribution.LockFile;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.ServiceLoader;

/// The files of a product, whatever they are packed into.
///
/// ```
/// bin/atoll  lib/*.jar  bundles/*.jar  distribution.lock.json  distribution.yaml  LICENSE  share/
/// ```
public final class ProductTree {

  private ProductTree() {}

  /// @param assembly a distribution with its bundles
  public static FileTree of(Assembly assembly, LauncherFiles launcher) throws IOException {
    FileTree tree = new FileTree();
    for (Candidate bundle : assembly.bundles()) {
      tree.put("bundles/" + fileName(bundle), bundle.file());
    }
    for (Path jar : launcher.jars()) {
      tree.put("lib/" + jar.getFileName(), jar);
    }
    tree.put("bin/atoll", script(), true);
    tree.put("LICENSE", launcher.licence());
    tree.put(DistributionFile.FILE_NAME, DistributionWriter.toYaml(assembly.distribution()), false);
    tree.put(DistributionLock.FILE_NAME, LockFile.toJson(assembly), false);
    for (ProductDocuments documents : ServiceLoader.load(ProductDocuments.class)) {
      documents
          .files(assembly.distribution().version())
          .forEach((name, text) -> tree.put(name, text, false));
    }
    return tree;
  }

  private static String fileName(Candidate bundle) {
    return new LockedBundle(bundle.id().toString(), "", 0, false).fileName();
  }

  private static String script() throws IOException {
    try (InputStream script =
        Objects.requireNonNull(ProductTree.class.getResourceAsStream("/product/atoll"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
