package dev.atoll.kernel.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// Reads what a jar says of itself.
public final class Manifests {

  private Manifests() {}

  /// The manifest of a jar; empty if it cannot be read or has none.
  public static Optional<Attributes> of(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      @Nullable Manifest manifest = file.getManifest();
      return Optional.ofNullable(manifest).map(Manifest::getMainAttributes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The symbolic name of a bundle, without its directives.
  public static Optional<String> symbolicName(Path jar) {
    return of(jar)
        .map(attributes -> attributes.getValue("Bundle-SymbolicName"))
        .map(name -> name.split(";", 2)[0].strip());
  }

  public static Optional<String> version(Path jar) {
    return of(jar).map(attributes -> attributes.getValue("Bundle-Version"));
  }
}
