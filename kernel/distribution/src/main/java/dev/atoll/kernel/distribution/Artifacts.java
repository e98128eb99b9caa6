package dev.atoll.kernel.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of the build by Maven coordinates, as `maven-dependency-plugin:list` wrote them.
///
/// @param byCoordinates `group:artifact` to file and version
record Artifacts(Map<String, Artifact> byCoordinates) {

  /// `   group:artifact:jar[:classifier]:version:scope:/path/file.jar -- module name`
  private static final Pattern LINE =
      Pattern.compile(
          "\\s+([^:\\s]+):([^:\\s]+):jar:(?:([^:\\s]+):)?([^:\\s]+):\\w+:(/?\\S+?\\.jar)(\\s.*)?");

  record Artifact(String id, Path file) {}

  static Artifacts read(Path list) throws IOException {
    Map<String, Artifact> artifacts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(list)) {
      Matcher artifact = LINE.matcher(line);
      if (artifact.matches()) {
        String key = artifact.group(1) + ":" + artifact.group(2);
        @Nullable String classifier = artifact.group(3);
        artifacts.put(
            classifier == null ? key : key + ":" + classifier,
            new Artifact(
                key + (classifier == null ? "" : ":jar:" + classifier) + ":" + artifact.group(4),
                Path.of(artifact.group(5))));
      }
    }
    return new Artifacts(artifacts);
  }

  Artifact get(String coordinates) {
    @Nullable Artifact artifact = byCoordinates.get(coordinates);
    if (artifact == null) {
      throw new IllegalArgumentException(
          "%s is no dependency of the distribution: add it to its pom.xml".formatted(coordinates));
    }
    return artifact;
  }

  /// The file with this name, for the class path of the launcher.
  Path named(String fileName) {
    return byCoordinates.values().stream()
        .map(Artifact::file)
        .filter(file -> file.endsWith(fileName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(fileName + " is not among the files of the build"));
  }
}
