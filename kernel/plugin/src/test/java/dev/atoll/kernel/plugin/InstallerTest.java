package dev.atoll.kernel.plugin;

import static dev.atoll.kernel.plugin.ToyProduct.PAGE;
import static dev.atoll.kernel.plugin.ToyProduct.STORE;
import static dev.atoll.kernel.plugin.ToyProduct.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is let into a product, and what operators read otherwise.
final class InstallerTest {

  private static final Installer.Wish PLAIN = new Installer.Wish(false, Map.of());

  private static final Installer.Wish USE = new Installer.Wish(true, Map.of());

  @TempDir private Path folder;

  private ToyProduct product;

  @BeforeEach
  void makeProduct() throws IOException {
    product = new ToyProduct(folder).trusting();
  }

  private AbstractThrowableAssert<?, ?> refused(Path jar, Installer.Wish wish) {
    return assertThatThrownBy(() -> product.installer().install(jar, wish))
        .satisfies(
            e -> {
              assertThat(e)
                  .asInstanceOf(InstanceOfAssertFactories.type(KernelException.class))
                  .extracting(KernelException::code)
                  .isEqualTo(Code.PLUGIN_REFUSED);
              assertThat(product.directory.resolve(InstalledPlugins.FILE_NAME)).doesNotExist();
            });
  }

  private Path page(String version) throws IOException {
    return product.plugin("page", version, Map.of("Provide-Capability", service(PAGE)));
  }

  private List<String> started() {
    return InstalledPlugins.of(product.directory).in(product.installer().lock()).started().stream()
        .map(LockedBundle::id)
        .toList();
  }

  @Test
  void aSignedPluginThatFitsStartsWithTheNode() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);

    assertThat(started())
        .containsExactly(
            "local:spi:1.0.0", "local:store:1.0.0", "local:app:1.0.0", "local:page:1.0.0");
    assertThat(product.directory.resolve("plugins/page-1.0.0.jar")).exists();
    assertThat(InstalledPlugins.of(product.directory).refused(product.directory)).isEmpty();
  }

  @Test
  void whatIsNotSignedIsRefused() throws IOException {
    Path jar = product.unsigned("page", "1.0.0", Map.of());

    refused(jar, PLAIN).hasMessageContaining("page-1.0.0.jar is not signed: there is no");
  }

  @Test
  void whatWasChangedAfterItWasSignedIsRefusedWithBothDigests() throws IOException {
    Path jar = page("1.0.0");
    String signed = Digests.sha256(jar);
    product.unsigned("page", "1.0.0", Map.of("Evil", "yes"));

    refused(jar, PLAIN)
        .hasMessageContaining("has sha256 " + Digests.sha256(jar))
        .hasMessageContaining("its signature is over " + signed);
  }

  @Test
  void aSignatureWithTheDigestsOfAnotherFileIsRefused() throws IOException {
    Path jar = page("1.0.0");
    SignatureFile good = SignatureFile.beside(SignatureFile.What.PLUGIN, jar);
    product.unsigned("page", "1.0.0", Map.of("Evil", "yes"));
    Files.writeString(
        SignatureFile.beside(jar),
        dev.atoll.kernel.launcher.Json.write(
            new SignatureFile(good.what(), good.key(), Digests.sha256(jar), good.signature())
                .toMap()));

    refused(jar, PLAIN)
        .hasMessageContaining("has a signature that is not that of the key acme.pub.pem");
  }

  @Test
  void theKeyOfAStrangerIsRefusedNamingBothKeys() throws IOException {
    SigningKey stranger = SigningKey.generate(product.work.resolve("stranger"));
    Path jar = product.unsigned("page", "1.0.0", Map.of());
    SignatureFile.write(SignatureFile.What.PLUGIN, jar, stranger);

    refused(jar, PLAIN)
        .hasMessageContaining("signed by the key " + PublicKeyFile.shortId(stranger.id()))
        .hasMessageContaining(
            "trusted are acme.pub.pem (%s)".formatted(PublicKeyFile.shortId(product.key.id())));
  }

  @Test
  void anotherVersionOfTheSpiIsRefusedNamingBoth() throws IOException {
    Path jar =
        product.plugin("page", "1.0.0", Map.of("Import-Package", "test.spi;version=\"[2.0,3)\""));

    refused(jar, PLAIN)
        .hasMessage(
            "page 1.0.0 does not fit test:product:1: page needs the package test.spi"
                + " [2.0.0,3.0.0): no bundle exports it, spi 1.0.0 has 1.0.0");
  }

  @Test
  void theNameOfABundleOfTheProductIsRefusedNamingBoth() throws IOException {
    refused(product.plugin("app", "2.0.0", Map.of()), PLAIN)
        .hasMessage("app 2.0.0 has the name of a bundle of the product: local:app:1.0.0");
  }

  @Test
  void theSameVersionWithOtherContentsIsRefusedNamingBoth() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);
    String before = started().toString();
    Path other = product.plugin("page", "1.0.0", Map.of("Other", "yes"));

    assertThatThrownBy(() -> product.installer().install(other, PLAIN))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("page 1.0.0 is installed already with other contents: sha256 ")
        .hasMessageContaining("this one has " + Digests.sha256(other));
    assertThat(started()).hasToString(before);
  }

  @Test
  void anotherVersionTakesThePlaceOfTheFirst() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);

    product.installer().install(page("1.1.0"), PLAIN);

    assertThat(started()).contains("local:page:1.1.0").doesNotContain("local:page:1.0.0");
    assertThat(product.directory.resolve("plugins/page-1.0.0.jar")).doesNotExist();
  }

  @Test
  void aSecondProviderOfWhatIsTakenOnceIsRefusedUnlessItIsUsed() throws IOException {
    Path jar = product.plugin("mine", "1.0.0", Map.of("Provide-Capability", service(STORE)));

    refused(jar, PLAIN)
        .hasMessage(
            "mine 1.0.0 provides test.spi.Store, and so does local:store:1.0.0 of the product: a"
                + " node takes one");
    product.installer().install(jar, USE);
    assertThat(started()).containsExactly("local:spi:1.0.0", "local:app:1.0.0", "local:mine:1.0.0");

    product.installer().remove("mine");
    assertThat(started())
        .containsExactly("local:spi:1.0.0", "local:store:1.0.0", "local:app:1.0.0");
    assertThat(product.directory.resolve("plugins/mine-1.0.0.jar")).doesNotExist();
  }

  @Test
  void whatReplacesNothingCannotBeUsedInPlace() throws IOException {
    refused(page("1.0.0"), USE)
        .hasMessageContaining("page 1.0.0 has nothing to be used in place of");
  }

  @Test
  void whatCouldNotBeAPluginIsRefused() throws IOException {
    refused(product.plugin("a", "1.0.0", Map.of("Fragment-Host", "app")), PLAIN)
        .hasMessageContaining("a 1.0.0 is a fragment: it would become part of app");
    refused(product.plugin("b", "1.0.0", Map.of("Export-Package", "dev.atoll.spi.x")), PLAIN)
        .hasMessageContaining("b 1.0.0 exports dev.atoll.spi.x, which only bundles of Atoll may");
    refused(folder.resolve("absent.jar"), PLAIN).hasMessageContaining("is not signed");
  }

  @Test
  void settingsHoldWhileThePluginIsThere() throws IOException {
    product
        .installer()
        .install(page("1.0.0"), new Installer.Wish(false, Map.of("page", Map.of("path", "/x"))));

    assertThat(InstalledPlugins.of(product.directory).in(product.installer().lock()).config())
        .containsEntry("page", Map.of("path", "/x"));
    assertThatThrownBy(
            () ->
                product
                    .installer()
                    .check(page("1.1.0"), new Installer.Wish(false, Map.of("pag", Map.of()))))
        .hasMessageContaining(
            "--config has a section for pag, which is no bundle of the product,"
                + " did you mean page?");
  }

  @Test
  void aPluginThatWasChangedInTheProductIsLeftOutAtTheStart() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);
    Path installed = product.directory.resolve("plugins/page-1.0.0.jar");
    String before = Digests.sha256(installed);
    ToyProduct.jar(installed, "page", "1.0.0", Map.of("Evil", "yes"));

    InstalledPlugins plugins = InstalledPlugins.of(product.directory);
    List<LeftOut> refused = plugins.refused(product.directory);

    assertThat(refused.getFirst().cause())
        .startsWith("error[plugin-refused]: bundle local:page:1.0.0 has sha256 ")
        .contains("the lock expects " + before);
    assertThat(plugins.except(refused).in(product.installer().lock()).started()).hasSize(3);
  }

  @Test
  void aPluginThatDoesNotFitAfterAnUpdateOfTheProductIsNamed() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);
    product
        .installer()
        .install(
            product.plugin("other", "1.0.0", Map.of("Import-Package", "org.osgi.framework")),
            PLAIN);
    assertThat(product.installer().unresolved()).isEmpty();

    ToyProduct.jar(
        product.directory.resolve("bundles/spi-1.0.0.jar"),
        "spi",
        "1.0.0",
        Map.of("Export-Package", "test.spi;version=\"2.0.0\""));

    assertThat(product.installer().unresolved())
        .singleElement()
        .extracting(KernelException::getMessage)
        .asString()
        .contains(
            "page 1.0.0 does not fit test:product:1: page needs the package test.spi [1.0.0,2.0.0):"
                + " no bundle exports it, spi 1.0.0 has 2.0.0");
  }

  @Test
  void aPluginThatWasDamagedIsInNobodysWay() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);
    Files.write(product.directory.resolve("plugins/page-1.0.0.jar"), new byte[] {1});

    product.installer().install(product.plugin("other", "1.0.0", Map.of()), PLAIN);
    product.installer().remove("page");

    assertThat(started()).contains("local:other:1.0.0").doesNotContain("local:page:1.0.0");
  }

  @Test
  void aPluginWhoseKeyIsTrustedNoMoreIsLeftOutAtTheStart() throws IOException {
    product.installer().install(page("1.0.0"), PLAIN);
    Files.delete(product.directory.resolve(TrustedKeys.FOLDER).resolve("acme.pub.pem"));

    assertThat(InstalledPlugins.of(product.directory).refused(product.directory))
        .singleElement()
        .extracting(LeftOut::cause)
        .asString()
        .contains("page-1.0.0.jar is signed by the key", "trusted are no keys");
  }

  @Test
  void aPluginThatIsNotThereCannotBeRemoved() {
    assertThatThrownBy(() -> product.installer().remove("page"))
        .hasMessage("page is no installed plugin, there are: none");
  }
}
