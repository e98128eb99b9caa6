package dev.atoll.candid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that others wrote; the folder comes from the system property `atoll.vectors`.
final class Vectors {

  private Vectors() {}

  /// @throws IllegalStateException if the file is not there
  static String read(String file) {
    String folder = System.getProperty("atoll.vectors");
    if (folder == null) {
      throw new IllegalStateException("system property atoll.vectors is not set");
    }
    Path path = Path.of(folder, file);
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "test vector %s is absent: set atoll.vectors to the folder of vectors".formatted(path));
    }
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
