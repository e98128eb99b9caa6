package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.LockCheck;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.distribution.build.LauncherFiles;
import dev.atoll.kernel.distribution.build.Products;
import dev.atoll.kernel.distribution.build.Products.Built;
import dev.atoll.kernel.distribution.build.Products.Target;
import dev.atoll.kernel.launcher.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a product of a distribution.
@Command(
    name = "build",
    description = {
      "Make a product: the same bytes from the same inputs. If there is a lock beside the file, it",
      "must be what the file resolves to."
    },
    footer = {"", "For example:  atoll dist build my-node --to jlink --output /opt/atoll"},
    mixinStandardHelpOptions = true)
final class DistBuildCommand implements Callable<Integer> {

  /// What every file of a product has, so that it does not depend on when it was made.
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Mixin private final DistOptions options = new DistOptions();

  @Option(
      names = "--to",
      paramLabel = "WHAT",
      defaultValue = "dir",
      description = {
        "dir: runs where a Java 25 is (default). zip: the same in one file.",
        "jlink: with a Java of its own. oci: a container image as an OCI layout."
      })
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Target target;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "Where to; replaced if it is there. Default: build/WHAT beside the file")
  private @Nullable Path output;

  @Override
  public Integer call() throws Exception {
    Repositories repositories = options.repositories();
    Assembly assembly = AssemblyResolver.resolve(options.distribution(repositories), repositories);
    if (Files.isRegularFile(options.lockFile())) {
      LockCheck.verifyDistribution(options.lockFile(), assembly);
    }
    String name = target.name().toLowerCase(java.util.Locale.ROOT);
    Path to =
        output == null
            ? options
                .file()
                .toAbsolutePath()
                .resolveSibling("build")
                .resolve(target == Target.ZIP ? "product.zip" : name)
            : output;
    Built built =
        new Products(
                assembly,
                LauncherFiles.ofProduct(Product.locate().directory()),
                TIME,
                options.progress())
            .build(target, to);
    print(built);
    return 0;
  }

  private void print(Built built) {
    PrintWriter out = options.out();
    if (options.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("output", built.output().toString());
      answer.put("sha256", built.digest());
      answer.put("sbom", built.sbom().toString());
      out.print(Json.write(answer));
    } else {
      out.println("built     " + built.output());
      out.println("  sha256  " + built.digest());
      out.println("  sbom    " + built.sbom());
    }
    out.flush();
  }
}
