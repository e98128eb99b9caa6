package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A plugin as it would be if it had been built for another version of the SPI.
final class OfOtherSpi {

  private OfOtherSpi() {}

  /// The jar that a class of an example is in.
  static Path bundle(Class<?> module) throws Exception {
    Path jar = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(jar).as("built before the tests run").isRegularFile();
    return jar;
  }

  /// A copy that imports a package in another range.
  static Path remade(Path jar, Path to, String packageName, String range) throws IOException {
    try (JarFile from = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(from.getManifest());
      String before = manifest.getMainAttributes().getValue("Import-Package");
      String after =
          before.replaceAll(
              "(\\b" + packageName.replace(".", "\\.") + ";version=\")[^\"]+", "$1" + range);
      assertThat(after).isNotEqualTo(before);
      manifest.getMainAttributes().putValue("Import-Package", after);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        for (JarEntry entry : from.stream().toList()) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream in = from.getInputStream(entry)) {
              in.transferTo(out);
            }
          }
        }
      }
    }
    return to;
  }

  /// Has a product hold a signed jar where it has installed another: what is left when the SPI of a
  /// product changes and its plugins stay, seen from the plugin.
  static void exchange(Path product, Path installed, Path by) throws IOException {
    Path place = product.resolve("plugins").resolve("status-page-1.0.0.jar");
    Files.copy(by, place, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(signature(by), signature(place), StandardCopyOption.REPLACE_EXISTING);
    Path lock = product.resolve("plugins.lock.json");
    String text = Files.readString(lock);
    String locked =
        text.replace(sha256(installed), sha256(by))
            .replace("\"size\": " + Files.size(installed), "\"size\": " + Files.size(by));
    assertThat(locked).isNotEqualTo(text);
    Files.writeString(lock, locked);
  }

  private static Path signature(Path jar) {
    return jar.resolveSibling(jar.getFileName() + ".sig");
  }

  private static String sha256(Path file) throws IOException {
    return Bytes.wrap(Hashes.sha256(Files.readAllBytes(file))).toHex();
  }
}
