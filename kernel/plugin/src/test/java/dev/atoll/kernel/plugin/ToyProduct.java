package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A product of toy bundles: an SPI `test.spi` 1.0.0, a `store` and an `app` that takes one store.
final class ToyProduct {

  static final String STORE = "test.spi.Store";

  static final String PAGE = "test.spi.Page";

  final Path directory;

  final Path work;

  final SigningKey key;

  ToyProduct(Path folder) throws IOException {
    directory = Files.createDirectories(folder.resolve("product"));
    work = Files.createDirectories(folder.resolve("work"));
    key = SigningKey.generate(work.resolve("acme"));
    Path bundles = Files.createDirectories(directory.resolve("bundles"));
    List<LockedBundle> locked = new ArrayList<>();
    locked.add(locked(bundles, "spi", Map.of("Export-Package", "test.spi;version=\"1.0.0\"")));
    locked.add(locked(bundles, "store", Map.of("Provide-Capability", service(STORE))));
    locked.add(
        locked(
            bundles,
            "app",
            Map.of("Require-Capability", need(STORE, "") + "," + need(PAGE, MANY))));
    Files.writeString(
        directory.resolve(DistributionLock.FILE_NAME),
        new DistributionLock("test:product:1", "", Map.of(), locked, List.of(), Map.of()).toJson());
  }

  private static final String MANY = ";cardinality:=multiple;resolution:=optional";

  private static LockedBundle locked(Path folder, String name, Map<String, String> headers)
      throws IOException {
    Path jar = jar(folder.resolve(name + "-1.0.0.jar"), name, "1.0.0", headers);
    return new LockedBundle(
        "local:%s:1.0.0".formatted(name), Digests.sha256(jar), Files.size(jar), false);
  }

  static String service(String type) {
    return "osgi.service;objectClass:List<String>=\"%s\";effective:=active".formatted(type);
  }

  private static String need(String type, String more) {
    return "osgi.service;filter:=\"(objectClass=%s)\";effective:=active%s".formatted(type, more);
  }

  Installer installer() {
    return new Installer(
        directory, DistributionLock.read(directory.resolve(DistributionLock.FILE_NAME)));
  }

  ToyProduct trusting() throws IOException {
    TrustedKeys.of(directory).add(key.publicFile());
    return this;
  }

  /// A plugin, signed.
  Path plugin(String name, String version, Map<String, String> headers) throws IOException {
    Path jar = unsigned(name, version, headers);
    SignatureFile.write(SignatureFile.What.PLUGIN, jar, key);
    return jar;
  }

  Path unsigned(String name, String version, Map<String, String> headers) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("Guice-Module", "test.Module");
    all.putIfAbsent("Import-Package", "test.spi;version=\"[1.0,2)\"");
    return jar(work.resolve(name + "-" + version + ".jar"), name, version, all);
  }

  static Path jar(Path file, String name, String version, Map<String, String> headers)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", version);
    headers.forEach(main::putValue);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.finish();
    }
    return file;
  }
}
