package dev.atoll.itests;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// A copy of the product with one more plugin in it, as an assembler of distributions would make
/// it.
final class Enlarged {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String LOCK = "distribution.lock.json";

  private final Path product;

  private final ObjectNode lock;

  Enlarged(Path product) throws IOException {
    this.product = product;
    try (Stream<Path> files = Files.walk(Product.directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, product.resolve(Product.directory().relativize(file).toString()));
      }
    }
    this.lock = (ObjectNode) JSON.readTree(Files.readString(product.resolve(LOCK)));
  }

  /// Adds the bundle that `type` comes from.
  Enlarged with(Class<?> type) throws IOException, URISyntaxException {
    Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    byte[] content = Files.readAllBytes(jar);
    String id;
    try (JarFile file = new JarFile(jar.toFile())) {
      var attributes = file.getManifest().getMainAttributes();
      id =
          "com.example:%s:%s"
              .formatted(
                  attributes.getValue("Bundle-SymbolicName"),
                  attributes.getValue("Bundle-Version"));
    }
    String[] parts = id.split(":", -1);
    Files.write(product.resolve("bundles").resolve(parts[1] + "-" + parts[2] + ".jar"), content);
    lock.withArray("bundles")
        .addObject()
        .put("id", id)
        .put("sha256", Bytes.wrap(Hashes.sha256(content)).toHex())
        .put("size", content.length);
    return this;
  }

  /// Adds a bundle of the product once more under another version, to be started in place of it.
  Enlarged withSecond(String artifact, String version) throws IOException {
    Path jar;
    try (Stream<Path> files = Files.list(product.resolve("bundles"))) {
      jar =
          files
              .filter(file -> file.getFileName().toString().matches(artifact + "-[0-9].*"))
              .findFirst()
              .orElseThrow();
    }
    String id = "dev.atoll:%s:%s".formatted(artifact, version);
    Path second = product.resolve("bundles").resolve(artifact + "-" + version + ".jar");
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(file.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(second), manifest)) {
        for (JarEntry entry : Collections.list(file.entries())) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            file.getInputStream(entry).transferTo(out);
          }
        }
      }
    }
    byte[] content = Files.readAllBytes(second);
    lock.withArray("bundles")
        .addObject()
        .put("id", id)
        .put("sha256", Bytes.wrap(Hashes.sha256(content)).toHex())
        .put("size", content.length)
        .put("atoll-alternative", true);
    return this;
  }

  /// Sets a key in the section of a bundle.
  Enlarged set(String bundle, String key, Object value) {
    lock.withObject("/configurations/" + bundle)
        .setAll((ObjectNode) JSON.valueToTree(Map.of(key, value)));
    return this;
  }

  Path write() throws IOException {
    Files.writeString(product.resolve(LOCK), lock.toPrettyString());
    return product;
  }
}
