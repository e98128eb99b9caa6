package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.tck.wast.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The scripts of the WebAssembly specification, in the folder `wasm-spec` of the test vectors.
public final class SpecScripts {

  private static final String PROPERTY = "atoll.vectors";

  private SpecScripts() {}

  private static Path folder() {
    @Nullable String root = System.getProperty(PROPERTY);
    Path folder = Path.of(String.valueOf(root), "wasm-spec");
    if (root == null || !Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "system property %s is '%s', a folder with wasm-spec expected".formatted(PROPERTY, root));
    }
    return folder;
  }

  /// The names of all scripts, sorted.
  public static List<String> names() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".wast"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Script read(String name) {
    try {
      return Script.read(folder().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
