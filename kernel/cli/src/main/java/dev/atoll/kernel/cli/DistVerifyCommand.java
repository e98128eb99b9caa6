package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.LockCheck;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.LeftOut;
import dev.atoll.kernel.plugin.InstalledPlugins;
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

/// Checks a lock against the bundles and against the distribution.
@Command(
    name = "verify",
    description = {
      "Check that every bundle has the digest of distribution.lock.json, and that resolving",
      "distribution.yaml again would write the same lock. FILE may be a product's folder."
    },
    footer = {
      "",
      "For example:  atoll dist verify my-node",
      "              atoll dist verify my-node/product --json"
    },
    mixinStandardHelpOptions = true)
final class DistVerifyCommand implements Callable<Integer> {

  @Mixin private final DistOptions options = new DistOptions();

  @Override
  public Integer call() throws Exception {
    Path lockFile = options.lockFile();
    if (!Files.isRegularFile(lockFile)) {
      throw new KernelException(
          Code.CONFIG,
          "there is no %s beside the distribution".formatted(DistributionLock.FILE_NAME),
          "atoll dist lock " + options.file());
    }
    DistributionLock lock = DistributionLock.read(lockFile);
    List<String> checked = new ArrayList<>();
    Path home = lockFile.resolveSibling("");
    if (Files.isDirectory(home.resolve("bin")) && Files.isDirectory(home.resolve("bundles"))) {
      LockCheck.verifyProduct(home);
    } else {
      LockCheck.verifyBundles(lock, options.repositories());
    }
    checked.add("%d bundles have the digests of the lock".formatted(lock.bundles().size()));
    InstalledPlugins plugins = InstalledPlugins.of(home);
    for (LeftOut refused : plugins.refused(home)) {
      throw refused.why();
    }
    if (!plugins.plugins().isEmpty()) {
      checked.add(
          "%d plugins have their digests and signatures".formatted(plugins.plugins().size()));
    }
    if (Files.isRegularFile(options.file())) {
      Repositories repositories = options.repositories();
      LockCheck.verifyDistribution(
          lockFile, AssemblyResolver.resolve(options.distribution(repositories), repositories));
      checked.add("%s resolves to the lock".formatted(options.file()));
    }
    PrintWriter out = options.out();
    if (options.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("lock", lockFile.toString());
      answer.put("checked", checked);
      out.print(Json.write(answer));
    } else {
      checked.forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
