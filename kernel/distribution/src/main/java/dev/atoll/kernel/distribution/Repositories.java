package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/// Where the bundles of a distribution come from.
///
/// - Every bundle in the folders is a candidate, for coordinates and for capabilities. A folder is
///   searched with all below it; of the same coordinates in two folders the first counts. A folder
///   of a product takes the coordinates from the product's lock.
/// - A bundle that is named with an exact version and is in no folder is taken from the local Maven
///   repository, as `mvn install` or an earlier build left it there. Nothing is ever downloaded.
///
/// The framework itself is never a candidate: it is part of the kernel.
///
/// Not safe for use by several threads.
public final class Repositories {

  private static final String FRAMEWORK = "org.apache.felix.framework";

  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private final List<Path> folders;
  private final Path mavenLocal;

  private Repositories(List<Path> folders, Path mavenLocal) {
    this.folders = folders;
    this.mavenLocal = mavenLocal;
  }

  /// @param folders in the order in which they count
  /// @param mavenLocal such as `~/.m2/repository`; may be absent
  /// @throws KernelException if a folder is absent, or two files are the same bundle with different
  ///     contents
  public static Repositories of(List<Path> folders, Path mavenLocal) {
    Repositories repositories = new Repositories(List.copyOf(folders), mavenLocal);
    for (Path folder : folders) {
      repositories.addFolder(folder);
    }
    return repositories;
  }

  /// The bundles among the files of a build.
  public static Repositories of(BuildFiles build) {
    Repositories repositories = new Repositories(List.of(), Path.of("absent"));
    build.files().forEach((id, file) -> repositories.add(file, id));
    return repositories;
  }

  /// The folder where Maven keeps what it has downloaded, by its default.
  public static Path defaultMavenLocal() {
    return Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  /// One more bundle, beside those of the folders.
  ///
  /// @param id what it is known by, whatever its file is called
  /// @throws KernelException if it is there already with different contents
  public void with(Path jar, Coordinates id) {
    add(jar, id);
  }

  private void addFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new KernelException(
          Code.CONFIG,
          "repository %s is no folder".formatted(folder),
          "give a folder with bundles as --repository DIR");
    }
    Map<Path, Coordinates> known = coordinatesOfProduct(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        add(file, known.get(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Path, Coordinates> coordinatesOfProduct(Path folder) {
    Map<Path, Coordinates> known = new LinkedHashMap<>();
    Path lock = folder.resolveSibling(DistributionLock.FILE_NAME);
    if (folder.endsWith("bundles") && Files.isRegularFile(lock)) {
      for (LockedBundle bundle : DistributionLock.read(lock).bundles()) {
        known.put(folder.resolve(bundle.fileName()), Coordinates.parse(bundle.id()));
      }
    }
    return known;
  }

  private void add(Path file, @Nullable Coordinates known) {
    BundleManifest.read(file, known)
        .filter(c -> !c.symbolicName().equals(FRAMEWORK))
        .ifPresent(this::add);
  }

  private void add(Candidate added) {
    for (Candidate there : candidates.values()) {
      if (there.symbolicName().equals(added.symbolicName())
          && there.version().equals(added.version())) {
        if (!there.id().equals(added.id()) && !there.sha256().equals(added.sha256())) {
          throw new KernelException(
              Code.CONFIG,
              "bundle %s is there twice with different contents: %s and %s"
                  .formatted(added, there.file(), added.file()),
              "remove one of the two files");
        }
        return;
      }
    }
    candidates.putIfAbsent(added.id().toString(), added);
  }

  /// A jar of the launcher, which need not be a bundle.
  public static Candidate describe(Path jar) {
    return BundleManifest.read(jar, null)
        .orElseGet(
            () ->
                new Candidate(
                    new Coordinates("local", String.valueOf(jar.getFileName()), "", "0"),
                    jar,
                    String.valueOf(jar.getFileName()),
                    Version.emptyVersion,
                    "NOASSERTION"));
  }

  /// All that is known, in the order of the folders.
  public Collection<Candidate> candidates() {
    return List.copyOf(candidates.values());
  }

  /// Looks for a pinned bundle in the local Maven repository if no folder has it.
  void require(BundlePattern pattern) {
    if (candidates.values().stream().anyMatch(c -> pattern.matches(c.id(), c.version()))
        || pattern.version().isEmpty()
        || !Character.isDigit(pattern.version().charAt(0))) {
      return;
    }
    Coordinates id =
        new Coordinates(
            pattern.group(), pattern.artifact(), pattern.classifier(), pattern.version());
    String suffix = id.classifier().isEmpty() ? ".jar" : "-" + id.classifier() + ".jar";
    Path file = mavenLocal.resolve(id.mavenPath(suffix));
    if (Files.isRegularFile(file)) {
      add(file, id);
    }
  }

  /// The file of a distribution by its coordinates: `distribution.yaml` beside a lock with this id,
  /// or `artifact-version-distribution.yaml` in the local Maven repository.
  Optional<Path> distribution(Coordinates id) {
    for (Path folder : folders) {
      for (Path place : new Path[] {folder, folder.resolve("..").normalize()}) {
        Path lock = place.resolve(DistributionLock.FILE_NAME);
        Path yaml = place.resolve(DistributionFile.FILE_NAME);
        if (Files.isRegularFile(lock)
            && Files.isRegularFile(yaml)
            && DistributionLock.read(lock).id().equals(id.toString())) {
          return Optional.of(yaml);
        }
      }
    }
    return Optional.of(mavenLocal.resolve(id.mavenPath("-distribution.yaml")))
        .filter(Files::isRegularFile);
  }

  Path mavenLocal() {
    return mavenLocal;
  }
}
