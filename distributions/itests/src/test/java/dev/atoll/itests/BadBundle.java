package dev.atoll.itests;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A bundle made of a package of the tests.
///
/// @param jar with its name as symbolic name
record BadBundle(Path jar) {

  /// @param name the last part of the package, and of the symbolic name
  static BadBundle make(Path directory, String name) throws Exception {
    return make(directory, name, Map.of());
  }

  /// @param headers of the manifest, beside those that bnd writes
  static BadBundle make(Path directory, String name, Map<String, String> headers) throws Exception {
    Path jar = directory.resolve(name + ".jar");
    try (Builder builder = new Builder()) {
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        boolean wanted =
            entry.contains("itests") || entry.contains("spi") || entry.contains("atoll-api");
        if (wanted && new File(entry).exists()) {
          builder.addClasspath(new File(entry));
        }
      }
      builder.setBundleSymbolicName("bad-" + name);
      builder.setPrivatePackage("dev.atoll.itests.bad." + name + ",dev.atoll.itests.engine");
      builder.setProperty("-noimportjava", "true");
      headers.forEach(builder::setProperty);
      builder.setProperty("Import-Package", "org.jspecify.*;resolution:=optional,*");
      try (Jar built = builder.build()) {
        built.write(jar.toFile());
      }
    }
    return new BadBundle(jar);
  }

  String sha256() throws java.io.IOException {
    return Bytes.wrap(Hashes.sha256(Files.readAllBytes(jar))).toHex();
  }
}
