package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.launcher.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a container image as an OCI layout: a folder that `podman`, `skopeo` and others load.
///
/// Layers are tar files that are not compressed: compressors differ from one version of the JDK to
/// the next, and jars and runtimes are compressed already.
///
/// Source: OCI image specification 1.1, "Image Layout", "Image Manifest", "Image Configuration".
final class OciImage {

  private static final String TYPE = "application/vnd.oci.image.";

  private final Path output;
  private final Instant time;
  private final List<Map<String, Object>> layers = new ArrayList<>();
  private final List<String> history = new ArrayList<>();

  private OciImage(Path output, Instant time) {
    this.output = output;
    this.time = time;
  }

  /// Where the image is begun.
  static OciImage at(Path output, Instant time) throws IOException {
    FileTree.delete(output);
    Files.createDirectories(output.resolve("blobs/sha256"));
    return new OciImage(output, time);
  }

  /// Adds a layer above the others.
  ///
  /// @param what it is, for the history
  /// @param shared folders that everybody may write to
  void layer(String what, FileTree tree, List<String> shared) throws IOException {
    Path file = Files.createTempFile(output, "layer", ".tar");
    try (OutputStream out = Files.newOutputStream(file)) {
      TarArchive.write(tree, shared, out, time);
    }
    String digest = Hashing.hex(new FileTree.Content.OfFile(file));
    Path blob = output.resolve("blobs/sha256").resolve(digest);
    Files.move(file, blob);
    layers.add(descriptor("layer.v1.tar", digest, Files.size(blob)));
    history.add(what);
  }

  /// Writes the rest.
  ///
  /// @param name for `org.opencontainers.image.ref.name`, such as `my-node:0.1.0`
  /// @param config what is run, and how
  /// @return the digest of the manifest, by which images are known
  String finish(String name, Map<String, Object> config) throws IOException {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("created", time.toString());
    image.put("architecture", architecture());
    image.put("os", "linux");
    image.put("config", config);
    image.put(
        "rootfs",
        ordered("type", "layers", "diff_ids", layers.stream().map(l -> l.get("digest")).toList()));
    image.put(
        "history",
        history.stream()
            .map(what -> ordered("created", time.toString(), "created_by", what))
            .toList());
    Map<String, Object> configBlob = blob("config.v1+json", image);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", TYPE + "manifest.v1+json");
    manifest.put("config", configBlob);
    manifest.put("layers", layers);
    Map<String, Object> described = blob("manifest.v1+json", manifest);
    described.put("platform", ordered("architecture", architecture(), "os", "linux"));
    described.put("annotations", Map.of("org.opencontainers.image.ref.name", name));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", TYPE + "index.v1+json");
    index.put("manifests", List.of(described));
    Files.writeString(output.resolve("index.json"), Json.write(index));
    Files.writeString(
        output.resolve("oci-layout"), Json.write(Map.of("imageLayoutVersion", "1.0.0")));
    return String.valueOf(described.get("digest"));
  }

  private Map<String, Object> blob(String type, Map<String, Object> content) throws IOException {
    byte[] bytes = Json.write(content).getBytes(StandardCharsets.UTF_8);
    String digest = Hashing.hex(bytes);
    Files.write(output.resolve("blobs/sha256").resolve(digest), bytes);
    return descriptor(type, digest, bytes.length);
  }

  private static Map<String, Object> descriptor(String type, String digest, long size) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", TYPE + type);
    descriptor.put("digest", "sha256:" + digest);
    descriptor.put("size", size);
    return descriptor;
  }

  private static Map<String, Object> ordered(
      String key, Object value, String otherKey, Object otherValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(otherKey, otherValue);
    return map;
  }

  /// As Go and therefore the specification calls it.
  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case String other -> other;
    };
  }
}
