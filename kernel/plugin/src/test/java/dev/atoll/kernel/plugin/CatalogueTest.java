package dev.atoll.kernel.plugin;

import static dev.atoll.kernel.plugin.ToyProduct.PAGE;
import static dev.atoll.kernel.plugin.ToyProduct.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.SimpleFileServer;
import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A catalogue as files, and over HTTP.
final class CatalogueTest {

  @TempDir private Path folder;

  private ToyProduct product;

  private Path scratch;

  @BeforeEach
  void publish() throws IOException {
    product = new ToyProduct(folder).trusting();
    scratch = Files.createDirectory(folder.resolve("scratch"));
    for (String version : List.of("1.0.0", "1.10.0", "1.9.0")) {
      product.plugin(
          "page",
          version,
          Map.of("Provide-Capability", service(PAGE), "Bundle-Description", "shows things"));
    }
    write();
  }

  private void write() throws IOException {
    write("2026-01-01T00:00:00Z");
  }

  private void write(String created) throws IOException {
    Catalogue.of(product.work, "toys", Instant.parse(created)).write(product.work, product.key);
  }

  private Offers offers(String where) throws IOException, InterruptedException {
    return Offers.fetch(
        List.of(CatalogueSource.of(where)), product.directory, product.installer().lock(), scratch);
  }

  @Test
  void theHighestVersionIsInstalledFromAFolder() throws Exception {
    Offer offer = offers(product.work.toString()).find("page");

    Path jar = offer.source().fetch(offer.entry(), scratch);
    InstalledPlugin installed =
        product.installer().install(jar, new Installer.Wish(false, Map.of()));

    assertThat(installed.version()).isEqualTo("1.10.0");
    assertThat(offers(product.work.toString()).find("page:1.9.0").entry().version())
        .isEqualTo("1.9.0");
    assertThat(offers(product.work.toString()).matching("SHOWS")).hasSize(3);
  }

  @Test
  void itCanBeHostedByAServerOfFiles() throws Exception {
    var server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            product.work.toAbsolutePath(),
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    try {
      Offer offer =
          offers("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())).find("page");

      assertThat(offer.source().fetch(offer.entry(), scratch)).exists();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCatalogueThatWasChangedIsRefused() throws Exception {
    Path file = product.work.resolve(Catalogue.FILE_NAME);
    Files.writeString(file, Files.readString(file).replace("1.9.0", "1.9.1"));

    assertThatThrownBy(() -> offers(product.work.toString()))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("catalog.json has sha256")
        .hasMessageContaining("one of the two was changed");
  }

  @Test
  void anOldCatalogueInPlaceOfANewerOneIsRefusedNamingBoth() throws Exception {
    String where = product.work.toString();
    offers(where);
    write("2026-02-01T00:00:00Z");
    offers(where);
    offers(where); // the same again
    write("2026-01-01T00:00:00Z");

    assertThatThrownBy(() -> offers(where))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("catalogue file:")
        .hasMessageContaining(
            "/catalog.json is of 2026-01-01T00:00:00Z, one of 2026-02-01T00:00:00Z was there"
                + " before");

    Files.delete(product.directory.resolve("etc/catalogues.seen.json"));
    assertThat(offers(where).all()).hasSize(3);
  }

  @Test
  void theSignatureOfAPluginIsNoneOfACatalogue() throws Exception {
    Path file = product.work.resolve(Catalogue.FILE_NAME);
    SignatureFile.write(SignatureFile.What.PLUGIN, file, product.key);

    assertThatThrownBy(() -> offers(product.work.toString()))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("it is over a plugin, expected a catalogue");
  }

  @Test
  void aJarThatIsNotThatOfTheCatalogueIsRefused() throws Exception {
    Offer offer = offers(product.work.toString()).find("page");
    product.unsigned("page", "1.10.0", Map.of());

    assertThatThrownBy(() -> offer.source().fetch(offer.entry(), scratch))
        .isInstanceOf(KernelException.class)
        .hasMessageMatching("(?s)cannot get .*|.* the catalogue .* says .*");
  }

  @Test
  void whatDoesNotFitIsSaidBeforeItIsFetched() throws Exception {
    product.plugin("new", "1.0.0", Map.of("Import-Package", "dev.atoll.spi.x;version=\"[2,3)\""));
    write();

    assertThatThrownBy(() -> offers(product.work.toString()).find("new"))
        .isInstanceOf(KernelException.class)
        .hasMessage("new 1.0.0 does not fit: it needs dev.atoll.spi.x [2,3), the product has none");
  }

  @Test
  void anUnsignedPluginGetsIntoNoCatalogue() throws Exception {
    product.unsigned("loose", "1.0.0", Map.of());

    assertThatThrownBy(this::write)
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("loose-1.0.0.jar is not signed");
  }

  @Test
  void aCatalogueThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> offers(folder.resolve("absent.json").toString()))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("absent.json: there is no such file");
    assertThatThrownBy(() -> offers("http://127.0.0.1:9/"))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("cannot get http://127.0.0.1:9/catalog.json");
  }
}
