package dev.atoll.kernel.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// A folder of toy bundles, whose Maven group is `test`.
public final class BundleFolder {

  private final Path folder;

  public BundleFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  public Path path() {
    return folder;
  }

  public Repositories repositories() {
    return Repositories.of(java.util.List.of(folder), folder.resolveSibling("m2"));
  }

  public BundleFolder provides(String name, String version, String service) throws IOException {
    return bundle(name, version, Map.of("Provide-Capability", service(service)));
  }

  public BundleFolder needs(String name, String version, String service) throws IOException {
    return bundle(name, version, Map.of("Require-Capability", need(service)));
  }

  static String service(String type) {
    return "osgi.service;objectClass:List<String>=\"%s\";effective:=active".formatted(type);
  }

  static String need(String type) {
    return "osgi.service;filter:=\"(objectClass=%s)\";effective:=active".formatted(type);
  }

  /// A bundle `test:<name>:<version>` with these headers.
  public BundleFolder bundle(String name, String version, Map<String, String> headers)
      throws IOException {
    return write(folder.resolve(name + "-" + version + ".jar"), name, version, headers);
  }

  public BundleFolder write(Path file, String name, String version, Map<String, String> headers)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Bundle-ManifestVersion", "2");
    all.put("Bundle-SymbolicName", name);
    all.put("Bundle-Version", version);
    all.putAll(headers);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    all.forEach(manifest.getMainAttributes()::putValue);
    Files.createDirectories(file.getParent());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      ZipEntry manifestEntry = new ZipEntry("META-INF/MANIFEST.MF");
      manifestEntry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
      jar.putNextEntry(manifestEntry);
      manifest.write(jar);
      ZipEntry properties = new ZipEntry("META-INF/maven/test/" + name + "/pom.properties");
      properties.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
      jar.putNextEntry(properties);
      jar.write(
          "groupId=test\nartifactId=%s\nversion=%s\n"
              .formatted(name, version)
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return this;
  }
}
