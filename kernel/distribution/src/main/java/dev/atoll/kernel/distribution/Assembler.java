package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.osgi.framework.BundleException;

/// Build step: locks a distribution and lays out its product, the same bytes from the same inputs.
///
/// ```
/// bin/atoll  lib/*.jar  bundles/*.jar  distribution.lock.json  LICENSE
/// ```
public final class Assembler {

  private static final String CLI = "dev.atoll:atoll-cli";

  private Assembler() {}

  /// Arguments: distribution.yaml, version, list of artifacts, licence, output directory, time
  /// stamp.
  public static void main(String[] arguments) throws Exception {
    assemble(
        Path.of(arguments[0]),
        arguments[1],
        Artifacts.read(Path.of(arguments[2])),
        Path.of(arguments[3]),
        Path.of(arguments[4]),
        Instant.parse(arguments[5]));
  }

  static void assemble(
      Path yaml, String version, Artifacts artifacts, Path licence, Path output, Instant time)
      throws IOException, BundleException, InterruptedException {
    DistributionFile distribution = DistributionFile.read(yaml);
    List<Artifacts.Artifact> started = distribution.bundles().stream().map(artifacts::get).toList();
    check(started);
    List<Artifacts.Artifact> bundles = new ArrayList<>(started);
    distribution.alternatives().stream().map(artifacts::get).forEach(bundles::add);
    check(bundles);
    DistributionLock lock = lock(distribution, version, bundles);
    lock.with(java.util.Map.of()); // every ${variable} is known

    clear(output);
    for (int i = 0; i < bundles.size(); i++) {
      copy(
          bundles.get(i).file(),
          output.resolve("bundles").resolve(lock.bundles().get(i).fileName()));
    }
    for (Path jar : launcher(artifacts)) {
      copy(jar, output.resolve("lib").resolve(jar.getFileName()));
    }
    copyScript(output.resolve("bin").resolve("atoll"));
    copy(licence, output.resolve("LICENSE"));
    Files.writeString(output.resolve(DistributionLock.FILE_NAME), lock.toJson());
    setTimes(output, FileTime.from(time));
  }

  private static void check(List<Artifacts.Artifact> bundles)
      throws IOException, BundleException, InterruptedException {
    ResolutionCheck.check(bundles.stream().map(Artifacts.Artifact::file).toList());
  }

  private static DistributionLock lock(
      DistributionFile distribution, String version, List<Artifacts.Artifact> bundles)
      throws IOException {
    List<LockedBundle> locked = new ArrayList<>();
    for (Artifacts.Artifact bundle : bundles) {
      locked.add(
          new LockedBundle(
              bundle.id(),
              Digests.sha256(bundle.file()),
              Files.size(bundle.file()),
              locked.size() >= distribution.bundles().size()));
    }
    return new DistributionLock(
        distribution.id() + ":" + version,
        distribution.description(),
        distribution.variables(),
        locked,
        distribution.listeners(),
        distribution.config());
  }

  /// The command line's jar and those on the class path of its manifest.
  private static List<Path> launcher(Artifacts artifacts) throws IOException {
    Path cli = artifacts.get(CLI).file();
    List<Path> jars = new ArrayList<>(List.of(cli));
    try (JarFile jar = new JarFile(cli.toFile())) {
      String classPath =
          Objects.requireNonNull(
              jar.getManifest().getMainAttributes().getValue("Class-Path"),
              cli + " has no Class-Path");
      Arrays.stream(classPath.split(" ", -1)).map(artifacts::named).forEach(jars::add);
    }
    return jars;
  }

  private static void copyScript(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream script =
        Objects.requireNonNull(Assembler.class.getResourceAsStream("/product/atoll"))) {
      Files.copy(script, target);
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path source, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void clear(Path output) throws IOException {
    if (Files.exists(output)) {
      for (Path path : deepestFirst(output)) {
        Files.delete(path);
      }
    }
    Files.createDirectories(output);
  }

  private static void setTimes(Path output, FileTime time) throws IOException {
    for (Path path : deepestFirst(output)) {
      Files.setLastModifiedTime(path, time);
    }
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
