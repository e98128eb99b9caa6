package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Packs distributions. The same assembly, launcher and JDK give the same bytes in any folder.
public final class Products {

  private static final String HOME = "opt/atoll/";

  private static final String STATE = "/var/lib/atoll";

  private final Assembly assembly;
  private final LauncherFiles launcher;
  private final Instant time;
  private final Consumer<String> progress;

  /// @param time that all files get
  /// @param progress told what takes its time
  public Products(
      Assembly assembly, LauncherFiles launcher, Instant time, Consumer<String> progress) {
    this.assembly = assembly;
    this.launcher = launcher;
    this.time = time;
    this.progress = progress;
  }

  /// What a product is packed into.
  public enum Target {
    /// A directory that runs where a Java 25 is.
    DIR,
    /// The same in a zip file.
    ZIP,
    /// A directory with a Java runtime of its own, and a cache that makes it start sooner.
    JLINK,
    /// A container image as an OCI layout.
    OCI
  }

  /// What was made.
  ///
  /// @param digest SHA-256: of the zip file, of the image's manifest, or of names, modes and
  ///     contents of a directory, without its cache
  /// @param sbom beside `output`
  public record Built(Path output, String digest, Path sbom) {}

  /// @param output replaced if it is a product already
  /// @throws KernelException if it is a directory with something else
  public Built build(Target target, Path output) throws IOException, InterruptedException {
    Path absolute = output.toAbsolutePath().normalize();
    checkReplaceable(absolute);
    FileTree.delete(absolute);
    Files.createDirectories(absolute.resolveSibling(""));
    String digest =
        switch (target) {
          case DIR -> directory(absolute);
          case ZIP -> zip(absolute);
          case JLINK -> jlink(absolute);
          case OCI -> oci(absolute);
        };
    Path sbom = absolute.resolveSibling(absolute.getFileName() + ".cdx.json");
    Files.writeString(sbom, Sbom.toJson(assembly, launcherJars(), time));
    return new Built(absolute, digest, sbom);
  }

  /// A directory that was not made here is not deleted.
  private static void checkReplaceable(Path output) throws IOException {
    if (Files.isDirectory(output)
        && !Files.isRegularFile(output.resolve(DistributionLock.FILE_NAME))
        && !Files.isRegularFile(output.resolve("oci-layout"))) {
      try (Stream<Path> content = Files.list(output)) {
        if (content.findAny().isPresent()) {
          throw new KernelException(
              Code.CONFIG,
              "%s has files and is no product".formatted(output),
              "give another directory with --output, or empty it");
        }
      }
    }
  }

  private String directory(Path output) throws IOException {
    FileTree tree = ProductTree.of(assembly, launcher);
    tree.writeTo(output, time);
    return tree.digest();
  }

  private String zip(Path output) throws IOException {
    ZipArchive.write(
        ProductTree.of(assembly, launcher), name() + "-" + version() + "/", output, time);
    return Hashing.hex(new FileTree.Content.OfFile(output));
  }

  private String jlink(Path output) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("atoll-runtime");
    try {
      FileTree tree =
          ProductTree.of(assembly, launcher).putAll("runtime/", runtime(scratch.resolve("java")));
      tree.writeTo(output, time);
      progress.accept("starting it once, to record what it loads and runs");
      AotCache.record(output, progress);
      return tree.digest();
    } finally {
      FileTree.delete(scratch);
    }
  }

  private String oci(Path output) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("atoll-runtime");
    try {
      Path java = runtime(scratch.resolve("java"));
      progress.accept("writing the layers");
      return oci(output, SystemLibraries.find(Path.of("/")), java);
    } finally {
      FileTree.delete(scratch);
    }
  }

  /// @param system what is below Java
  /// @param java a runtime
  String oci(Path output, FileTree system, Path java) throws IOException {
    OciImage image = OciImage.at(output, time);
    image.layer("C library", system, List.of("tmp/"));
    image.layer("Java runtime", new FileTree().putAll(HOME + "runtime/", java), List.of());
    FileTree product = new FileTree();
    ProductTree.of(assembly, launcher)
        .entries()
        .forEach((name, entry) -> product.put(HOME + name, entry));
    image.layer("Atoll", product, List.of(STATE.substring(1) + "/"));
    return image.finish(name() + ":" + version(), containerConfig());
  }

  private Map<String, Object> containerConfig() {
    List<String> entryPoint = new ArrayList<>();
    entryPoint.add("/" + HOME + "runtime/bin/java");
    entryPoint.addAll(JavaOptions.ALL);
    entryPoint.add("-Datoll.home=/" + HOME.substring(0, HOME.length() - 1));
    entryPoint.add("-cp");
    entryPoint.add("/" + HOME + "lib/" + launcher.cli());
    entryPoint.add("dev.atoll.kernel.cli.Atoll");
    List<String> command = new ArrayList<>(List.of("up", "--state-dir", STATE + "/state"));
    if (assembly.distribution().variables().containsKey("host")) {
      command.addAll(List.of("--set", "host=0.0.0.0"));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("User", "65532:65532");
    config.put("Entrypoint", entryPoint);
    config.put("Cmd", command);
    config.put("WorkingDir", "/" + HOME.substring(0, HOME.length() - 1));
    config.put("Volumes", Map.of(STATE, Map.of()));
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", name());
    labels.put("org.opencontainers.image.version", version());
    labels.put("org.opencontainers.image.description", assembly.distribution().description());
    config.put("Labels", labels);
    return config;
  }

  private Path runtime(Path output) throws IOException, InterruptedException {
    progress.accept("linking a Java runtime");
    JavaRuntime.link(output);
    return output;
  }

  private List<Candidate> launcherJars() {
    return launcher.jars().stream().map(Repositories::describe).toList();
  }

  private String name() {
    return assembly.distribution().id().split(":", -1)[1];
  }

  private String version() {
    return assembly.distribution().version();
  }
}
