package dev.atoll.kernel.distribution.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.distribution.BuildFiles;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssemblerTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final String YAML =
      """
      id: test:atoll-toy
      description: a toy
      variables: {port: 8000}
      listeners: [{name: http, host: 127.0.0.1, port: "${port}"}]
      bundles: [test:store, test:front]
      config: {}
      """;

  @TempDir private Path directory;

  private final List<String> artifacts = new ArrayList<>(List.of("The following files:"));

  @BeforeEach
  void makeLauncher() throws IOException {
    jar("dev.atoll", "atoll-cli", Map.of("Class-Path", "library-1.jar"));
    jar("test", "library", Map.of());
    Files.writeString(directory.resolve("LICENSE"), "free");
  }

  @Test
  void theSameInputsGiveTheSameBytes() throws Exception {
    storeAndFront();

    Map<String, String> first = content(assemble("first", YAML));
    Map<String, String> second = content(assemble("second", YAML));

    assertThat(second).isEqualTo(first);
    assertThat(first.keySet())
        .containsExactly(
            "LICENSE",
            "bin/atoll",
            "bundles/front-1.jar",
            "bundles/store-1.jar",
            "distribution.lock.json",
            "distribution.yaml",
            "lib/atoll-cli-1.jar",
            "lib/library-1.jar");
    assertThat(first.get("bin/atoll")).startsWith("rwxr-xr-x 2026-01-01T00:00:00Z");
  }

  @Test
  void anAlternativeIsLockedAndNotStarted() throws Exception {
    storeAndFront();
    bundle("other", Map.of("Provide-Capability", "osgi.service;objectClass=\"test.Store\""));

    Path product = assemble("out", YAML + "alternatives: [test:other]\n");

    DistributionLock lock =
        DistributionLock.read(product.resolve(DistributionLock.FILE_NAME)).with(Map.of());
    assertThat(product.resolve("bundles/other-1.jar")).exists();
    assertThat(lock.bundles()).extracting(LockedBundle::id).contains("test:other:1");
    assertThat(lock.started())
        .extracting(LockedBundle::id)
        .hasSize(2)
        .doesNotContain("test:other:1");
  }

  @Test
  void anAlternativeIsNoReplacementForWhatIsMissing() throws Exception {
    storeAndFront();
    String only = YAML.replace("test:store, ", "") + "alternatives: [test:store]\n";

    assertThatThrownBy(() -> assemble("out", only))
        .hasMessageContaining("front needs the service test.Store");
  }

  private void storeAndFront() throws IOException {
    bundle(
        "store",
        Map.of(
            "Provide-Capability",
            "osgi.service;objectClass:List<String>=\"test.Store\";effective:=active"));
    bundle(
        "front",
        Map.of(
            "Require-Capability",
            "osgi.service;filter:=\"(objectClass=test.Store)\";effective:=active"));
  }

  private void bundle(String name, Map<String, String> headers) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Bundle-ManifestVersion", "2");
    all.put("Bundle-SymbolicName", name);
    all.put("Bundle-Version", "1");
    jar("test", name, all);
  }

  private void jar(String group, String name, Map<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    Path file = directory.resolve(name + "-1.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new ZipEntry("empty"));
    }
    artifacts.add(
        "   %s:%s:jar:1:compile:%s -- module %s (auto)".formatted(group, name, file, name));
  }

  private Path assemble(String name, String text) throws Exception {
    Path yaml = Files.writeString(directory.resolve("distribution.yaml"), text);
    Path list = Files.write(directory.resolve("artifacts.txt"), artifacts);
    Path output = directory.resolve(name);
    Assembler.assemble(
        yaml, "1", BuildFiles.read(list), directory.resolve("LICENSE"), output, TIME);
    return output;
  }

  /// Permissions, time and bytes of each file by its name.
  private static Map<String, String> content(Path output) throws IOException {
    Map<String, String> content = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        content.put(
            output.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                + " "
                + Files.getLastModifiedTime(file)
                + " "
                + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return content;
  }
}
