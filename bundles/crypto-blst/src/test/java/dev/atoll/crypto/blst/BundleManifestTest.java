package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/// What bnd made of the bundle, which no compiler checks.
final class BundleManifestTest {

  private static final Path CLASSES = Path.of("target", "classes");

  @Test
  void theBundleOffersTheProviderAndExportsNothing() throws IOException {
    Attributes manifest = manifest();

    assertThat(manifest.getValue("Provide-Capability"))
        .contains("osgi.service", "dev.atoll.spi.crypto.CryptoProvider", "effective:=active");
    assertThat(manifest.getValue("Guice-Module")).isEqualTo(BlstModule.class.getName());
    assertThat(manifest.getValue("Export-Package")).isNull();
  }

  @Test
  void theNativeLibraryIsEmbeddedAndBouncyCastleImported() throws IOException {
    Attributes manifest = manifest();

    assertThat(manifest.getValue("Bundle-ClassPath")).isEqualTo(".,lib/jblst.jar");
    assertThat(CLASSES.resolve("lib").resolve("jblst.jar")).isNotEmptyFile();
    assertThat(manifest.getValue("Import-Package"))
        .contains("org.bouncycastle.crypto.signers", "dev.atoll.spi.crypto")
        .doesNotContain("supranational");
  }

  private static Attributes manifest() throws IOException {
    try (InputStream stream =
        Files.newInputStream(CLASSES.resolve("META-INF").resolve("MANIFEST.MF"))) {
      return new Manifest(stream).getMainAttributes();
    }
  }
}
