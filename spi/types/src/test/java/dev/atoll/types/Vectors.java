package dev.atoll.types;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Test vectors that others wrote and that this project does not carry.
final class Vectors {

  private Vectors() {}

  /// The files of a folder of the vectors, in the order of their names.
  static List<Path> files(String folder) {
    Path path = root().resolve(folder);
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the test vectors in " + path, e);
    }
  }

  static Bytes read(Path file) {
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the test vector " + file, e);
    }
  }

  static Path root() {
    @Nullable String root = System.getProperty("atoll.vectors");
    if (root == null || !Files.isDirectory(Path.of(root))) {
      throw new IllegalStateException(
          "system property atoll.vectors is '%s', the folder of the test vectors expected"
              .formatted(root));
    }
    return Path.of(root);
  }
}
