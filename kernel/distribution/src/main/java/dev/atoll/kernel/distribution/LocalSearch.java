package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks through the local Maven repository for bundles that offer something.
final class LocalSearch {

  /// More jars than this are not looked at: it would take too long for a hint.
  private static final int JARS_MAX = 20_000;

  private LocalSearch() {}

  /// The newest bundle of each artifact that offers one of these packages or services.
  static List<Candidate> find(Path mavenLocal, Set<String> names) {
    if (!Files.isDirectory(mavenLocal) || names.isEmpty()) {
      return List.of();
    }
    Map<String, Candidate> found = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(mavenLocal)) {
      for (Path jar :
          files.filter(f -> f.toString().endsWith(".jar")).limit(JARS_MAX).sorted().toList()) {
        if (offers(jar, names)) {
          candidate(mavenLocal, jar)
              .ifPresent(
                  c ->
                      found.merge(
                          c.id().key(),
                          c,
                          (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ArrayList<>(found.values());
  }

  private static boolean offers(Path jar, Set<String> names) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      @Nullable Manifest manifest = file.getManifest();
      if (manifest == null) {
        return false;
      }
      Attributes main = manifest.getMainAttributes();
      String offered = main.getValue("Export-Package") + "," + main.getValue("Provide-Capability");
      return names.stream().anyMatch(name -> offered.matches("(?s).*\\b" + name + "\\b.*"));
    } catch (IOException e) {
      return false; // a jar that cannot be read is no help
    }
  }

  private static Optional<Candidate> candidate(Path mavenLocal, Path jar) {
    Path path = mavenLocal.relativize(jar);
    int parts = path.getNameCount();
    if (parts < 4) {
      return Optional.empty();
    }
    String version = path.getName(parts - 2).toString();
    String artifact = path.getName(parts - 3).toString();
    String group = path.subpath(0, parts - 3).toString().replace('/', '.').replace('\\', '.');
    if (!jar.endsWith(artifact + "-" + version + ".jar")) {
      return Optional.empty(); // sources, tests or a classifier
    }
    try {
      return BundleManifest.read(jar, new Coordinates(group, artifact, "", version));
    } catch (KernelException e) {
      return Optional.empty();
    }
  }
}
