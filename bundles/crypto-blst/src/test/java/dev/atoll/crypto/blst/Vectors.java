package dev.atoll.crypto.blst;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Test vectors that others wrote and that this project does not carry.
final class Vectors {

  private Vectors() {}

  static Path file(String name) {
    @Nullable String root = System.getProperty("atoll.vectors");
    if (root == null || !Files.isRegularFile(Path.of(root, name))) {
      throw new IllegalStateException(
          "system property atoll.vectors is '%s', a folder with %s expected".formatted(root, name));
    }
    return Path.of(root, name);
  }
}
