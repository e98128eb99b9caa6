package dev.atoll.kernel.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of a build, as `maven-dependency-plugin:list` wrote them; not those for tests.
///
/// @param files by their coordinates, in the order of the list
public record BuildFiles(Map<Coordinates, Path> files) {

  /// `   group:artifact:jar[:classifier]:version:scope:/path/file.jar -- module name`
  private static final Pattern LINE =
      Pattern.compile(
          "\\s+([^:\\s]+):([^:\\s]+):jar:(?:([^:\\s]+):)?([^:\\s]+):(\\w+):(/?\\S+?\\.jar)(\\s.*)?");

  public static BuildFiles read(Path list) throws IOException {
    Map<Coordinates, Path> files = new LinkedHashMap<>();
    for (String line : Files.readAllLines(list)) {
      Matcher file = LINE.matcher(line);
      if (file.matches() && file.group(5).matches("compile|runtime")) {
        @Nullable String classifier = file.group(3);
        files.put(
            new Coordinates(
                file.group(1), file.group(2), classifier == null ? "" : classifier, file.group(4)),
            Path.of(file.group(6)));
      }
    }
    return new BuildFiles(files);
  }

  /// The file of `group:artifact`.
  public Path of(String key) {
    return files.entrySet().stream()
        .filter(entry -> entry.getKey().key().equals(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(key + " is not among the files of the build"));
  }

  /// The file with this name, for the class path of the launcher.
  public Path named(String fileName) {
    return files.values().stream()
        .filter(file -> file.endsWith(fileName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(fileName + " is not among the files of the build"));
  }
}
