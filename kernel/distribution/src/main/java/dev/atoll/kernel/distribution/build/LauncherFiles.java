package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.distribution.BuildFiles;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// What every product has beside its bundles.
///
/// @param jars the command line's jar and those on the class path of its manifest
/// @param licence of Atoll
public record LauncherFiles(List<Path> jars, Path licence) {

  private static final String CLI = "dev.atoll:atoll-cli";

  /// The name of the command line's jar.
  String cli() {
    return jars.stream()
        .map(jar -> String.valueOf(jar.getFileName()))
        .filter(name -> name.startsWith("atoll-cli-"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no atoll-cli among " + jars));
  }

  /// The files of a build that made them.
  static LauncherFiles ofBuild(BuildFiles build, Path licence) throws IOException {
    Path cli = build.of(CLI);
    List<Path> jars = new ArrayList<>(List.of(cli));
    try (JarFile jar = new JarFile(cli.toFile())) {
      String classPath =
          Objects.requireNonNull(
              jar.getManifest().getMainAttributes().getValue("Class-Path"),
              cli + " has no Class-Path");
      Arrays.stream(classPath.split(" ", -1)).map(build::named).forEach(jars::add);
    }
    return new LauncherFiles(jars, licence);
  }

  /// Those of a product, such as the one that runs.
  ///
  /// @throws KernelException if it is no whole product
  public static LauncherFiles ofProduct(Path product) throws IOException {
    Path lib = product.resolve("lib");
    Path licence = product.resolve("LICENSE");
    if (!Files.isDirectory(lib) || !Files.isRegularFile(licence)) {
      throw new KernelException(
          Code.PRODUCT_DAMAGED,
          "%s has no lib folder or no LICENSE".formatted(product),
          "unpack the product again");
    }
    try (Stream<Path> files = Files.list(lib)) {
      return new LauncherFiles(
          files.filter(f -> f.toString().endsWith(".jar")).sorted().toList(), licence);
    }
  }
}
