package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/// Reads what a jar says of itself.
final class BundleManifest {

  /// Parts of addresses and names by the SPDX identifier that they stand for.
  private static final Map<String, String> LICENCES =
      Map.of(
          "apache.org/licenses/license-2.0", "Apache-2.0",
          "apache license, version 2.0", "Apache-2.0",
          "apache-2.0", "Apache-2.0",
          "opensource.org/license/mit", "MIT",
          "opensource.org/licenses/mit", "MIT",
          "epl-2.0", "EPL-2.0",
          "epl-v20", "EPL-2.0",
          "epl-v10", "EPL-1.0");

  /// Of jars that say nothing, from their project's pages.
  private static final Map<String, String> UNSAID =
      Map.of("bcprov", "MIT", "picocli", "Apache-2.0", "info.picocli", "Apache-2.0");

  private BundleManifest() {}

  /// The bundle in `file`; empty if it is a jar and no bundle.
  ///
  /// @param known its coordinates, or null to ask the jar
  static Optional<Candidate> read(Path file, @Nullable Coordinates known) {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      @Nullable Manifest manifest = jar.getManifest();
      @Nullable String name =
          manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
      if (manifest == null || name == null) {
        return Optional.empty();
      }
      Attributes main = manifest.getMainAttributes();
      String symbolicName = name.split(";", 2)[0].strip();
      Version version = Version.parseVersion(main.getValue("Bundle-Version"));
      return Optional.of(
          new Candidate(
              known == null ? coordinates(jar, symbolicName, version) : known,
              file,
              symbolicName,
              version,
              licence(symbolicName, main.getValue("Bundle-License"))));
    } catch (IOException | IllegalArgumentException e) {
      throw new KernelException(
          Code.CONFIG,
          "cannot read %s as a bundle: %s".formatted(file, e.getMessage()),
          "remove the file, or build it again",
          e);
    }
  }

  /// From the properties that Maven puts into jars: those that fit the name of the file, for a jar
  /// may hold others. By the symbolic name where there are none.
  private static Coordinates coordinates(JarFile jar, String symbolicName, Version version)
      throws IOException {
    String file = String.valueOf(Path.of(jar.getName()).getFileName());
    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      if (entry.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties")) {
        Properties properties = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
          properties.load(in);
        }
        Coordinates id =
            new Coordinates(
                properties.getProperty("groupId", "local"),
                properties.getProperty("artifactId", symbolicName),
                "",
                properties.getProperty("version", version.toString()));
        if (file.equals(id.artifact() + "-" + id.version() + ".jar")) {
          return id;
        }
      }
    }
    return new Coordinates("local", symbolicName, "", version.toString());
  }

  private static String licence(String symbolicName, @Nullable String header) {
    if (header == null || header.isBlank()) {
      return UNSAID.getOrDefault(symbolicName, "NOASSERTION");
    }
    String lower = header.toLowerCase(Locale.ROOT);
    return LICENCES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> lower.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(header.split(";", 2)[0].strip());
  }
}
