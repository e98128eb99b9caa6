package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/// A list of plugins that anybody can host as files: `catalog.json` beside the jars, and its
/// signature `catalog.json.sig`. Each entry has the signature of its jar, so a catalogue cannot
/// offer what the author of a plugin has not signed.
///
/// @param name what it calls itself
/// @param created when it was made; readers refuse one that is older than one they have seen
/// @param entries by name and version
public record Catalogue(String name, Instant created, List<Entry> entries) {

  public static final String FILE_NAME = "catalog.json";

  private static final int FORMAT = 1;

  /// A plugin that it offers.
  ///
  /// @param file of the jar, relative to the catalogue
  /// @param spi ranges of the packages of Atoll that it imports
  public record Entry(
      String name,
      String version,
      List<String> kinds,
      String description,
      String licence,
      String file,
      String sha256,
      long size,
      Map<String, String> spi,
      SignatureFile signature) {

    Map<String, Object> toMap() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("version", version);
      json.put("kinds", kinds);
      json.put("description", description);
      json.put("licence", licence);
      json.put("file", file);
      json.put("sha256", sha256);
      json.put("size", size);
      json.put("spi", spi);
      json.put("signature", signature.toMap());
      return json;
    }

    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  /// The catalogue of all signed jars in a folder.
  ///
  /// @throws KernelException if a jar is no plugin or has no signature
  public static Catalogue of(Path folder, String name, Instant created) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        entries.add(entry(folder, jar));
      }
    }
    entries.sort(
        Comparator.comparing(Entry::name)
            .thenComparing(e -> Version.parseVersion(e.version()), Comparator.reverseOrder()));
    return new Catalogue(name, created, entries);
  }

  private static Entry entry(Path folder, Path jar) {
    PluginJar plugin = PluginJar.read(jar);
    SignatureFile signature = SignatureFile.beside(SignatureFile.What.PLUGIN, jar);
    String sha256 = plugin.bundle().sha256();
    if (!signature.sha256().equals(sha256)) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s has sha256 %s, its signature is over %s".formatted(jar, sha256, signature.sha256()),
          "sign it again: atoll plugin sign %s --key KEY.pem".formatted(jar));
    }
    return new Entry(
        plugin.bundle().symbolicName(),
        plugin.bundle().version().toString(),
        plugin.kinds(),
        plugin.description(),
        plugin.bundle().licence(),
        folder.relativize(jar).toString().replace('\\', '/'),
        sha256,
        plugin.bundle().size(),
        plugin.spi(),
        signature);
  }

  /// Writes it into a folder and signs it.
  public Path write(Path folder, SigningKey key) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("name", name);
    json.put("created", created.toString());
    json.put("plugins", entries.stream().map(Entry::toMap).toList());
    Files.writeString(file, Json.write(json));
    SignatureFile.write(SignatureFile.What.CATALOGUE, file, key);
    return file;
  }

  /// @param from what messages call it
  static Catalogue parse(Path file, String from) {
    try {
      Map<String, Object> json = Json.read(file);
      if (!Integer.valueOf(FORMAT).equals(json.get("format"))) {
        throw new IOException("format %s, expected %d".formatted(json.get("format"), FORMAT));
      }
      List<Entry> entries = new ArrayList<>();
      for (Object entry : (List<?>) json.getOrDefault("plugins", List.of())) {
        entries.add(entry(InstalledPlugin.map((Map<?, ?>) entry), from));
      }
      return new Catalogue(
          String.valueOf(json.get("name")),
          Instant.parse(String.valueOf(json.get("created"))),
          List.copyOf(entries));
    } catch (IOException | RuntimeException e) {
      throw e instanceof KernelException problem
          ? problem
          : new KernelException(
              Code.PLUGIN_REFUSED,
              "catalogue %s cannot be read: %s".formatted(from, e.getMessage()),
              "tell whoever hosts it",
              e);
    }
  }

  private static Entry entry(Map<String, Object> json, String from) {
    Map<String, String> spi = new LinkedHashMap<>();
    InstalledPlugin.map((Map<?, ?>) json.getOrDefault("spi", Map.of()))
        .forEach((name, range) -> spi.put(name, String.valueOf(range)));
    return new Entry(
        text(json, "name"),
        text(json, "version"),
        ((List<?>) json.getOrDefault("kinds", List.of())).stream().map(String::valueOf).toList(),
        String.valueOf(json.getOrDefault("description", "")),
        String.valueOf(json.getOrDefault("licence", "")),
        text(json, "file"),
        text(json, "sha256"),
        ((Number) json.getOrDefault("size", -1)).longValue(),
        spi,
        SignatureFile.of(
            SignatureFile.What.PLUGIN,
            InstalledPlugin.map((Map<?, ?>) json.getOrDefault("signature", Map.of())),
            text(json, "name") + " in " + from));
  }

  private static String text(Map<String, Object> json, String key) {
    if (json.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"%s\" of a plugin is missing".formatted(key));
  }
}
