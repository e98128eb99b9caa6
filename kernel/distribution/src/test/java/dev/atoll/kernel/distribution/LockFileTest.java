package dev.atoll.kernel.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.feature.Feature;

final class LockFileTest {

  private static final String TEXT =
      """
      id: t:d
      version: 1.2.0
      variables: {port: 1}
      listeners: [{name: http, host: h, port: "${port}"}]
      bundles: [test:front]
      config: {front: {size: 3}}
      """;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private BundleFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new BundleFolder(directory.resolve("bundles"));
    folder.bundle(
        "store",
        "1.0",
        Map.of(
            "Provide-Capability",
            BundleFolder.service("t.Store"),
            "Bundle-License",
            "https://www.apache.org/licenses/LICENSE-2.0.txt"));
    folder.needs("front", "1.0", "t.Store");
  }

  @Test
  void aBundleIsLockedWithItsDigestSizeAndLicence() throws Exception {
    Map<String, Object> lock = lock(TEXT);

    assertThat(lock).containsEntry("id", "t:d:1.2.0").containsEntry("complete", true);
    assertThat((List<?>) lock.get("bundles"))
        .last()
        .asInstanceOf(
            org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("id", "test:store:1.0")
        .containsEntry("symbolic-name", "store")
        .containsEntry("licence", "Apache-2.0")
        .containsKeys("sha256", "size");
    assertThat(Json.write(lock)).contains("\"reason\" : \"the only one\"");
  }

  @Test
  void theFeatureServiceOfFelixReadsTheLock() throws Exception {
    Feature feature =
        new FeatureServiceImpl().readFeature(new StringReader(LockFile.toJson(resolve(TEXT))));

    assertThat(feature.getID()).hasToString("t:d:1.2.0");
    assertThat(feature.isComplete()).isTrue();
    assertThat(feature.getVariables()).containsKey("port");
    assertThat(feature.getConfigurations()).containsOnlyKeys("front");
    assertThat(feature.getBundles())
        .extracting(bundle -> bundle.getID().toString())
        .containsExactly("test:front:1.0", "test:store:1.0");
    assertThat(feature.getBundles().getFirst().getMetadata()).containsKeys("sha256", "size");
    assertThat(feature.getExtensions()).containsOnlyKeys("atoll-listeners", "atoll-wires");
  }

  @Test
  void theLauncherReadsTheLock() throws Exception {
    Path file = Files.writeString(directory.resolve("lock.json"), Json.write(lock(TEXT)));

    DistributionLock lock = DistributionLock.read(file).with(Map.of());

    assertThat(lock.started()).hasSize(2);
    assertThat(lock.config()).isEqualTo(Map.of("front", Map.of("size", 3)));
    assertThat(lock.listeners().getFirst().port()).isEqualTo(1);
  }

  @Test
  void anUnknownVariableIsNamed() {
    assertThatThrownBy(() -> lock(TEXT.replace("${port}", "${prt}")))
        .hasMessageStartingWith("${prt} is not a variable of the distribution");
  }

  @Test
  void aSectionForNoBundleIsNamedWithTheOneThatWasMeant() {
    assertThatThrownBy(() -> lock(TEXT.replace("{front:", "{fromt:")))
        .hasMessage(
            "config has a section for fromt, which is no bundle of the distribution, did you mean"
                + " front?");
  }

  @Test
  void aDifferenceIsSaidPartByPart() throws Exception {
    Map<String, Object> before = lock(TEXT);
    folder.bundle("store", "1.1", Map.of("Provide-Capability", BundleFolder.service("t.Store")));
    folder.provides("page", "1.0", "t.Page");

    Map<String, Object> after =
        lock(TEXT.replace("size: 3", "size: 4").replace("[test:front]", "[test:front, test:page]"));

    assertThat(LockDiff.between(before, after))
        .extracting(change -> change.toString().replaceAll("sha256 [0-9a-f]{12}", "sha256"))
        .containsExactly(
            "+ bundle test:page: 1.0 sha256",
            "~ bundle test:store: 1.0 sha256 -> 1.1 sha256",
            "~ config front.size: 3 -> 4",
            "+ wire the distribution needs test:page: page");
    assertThat(LockDiff.between(before, before)).isEmpty();
  }

  @Test
  void aBundleThatWasChangedIsNamedWithBothDigests() throws Exception {
    DistributionLock lock = LockFile.of(resolve(TEXT));
    Files.writeString(
        folder.path().resolve("store-1.0.jar"), "x", java.nio.file.StandardOpenOption.APPEND);

    assertThatThrownBy(() -> LockCheck.verifyBundles(lock, folder.repositories()))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.PRODUCT_DAMAGED))
        .message()
        .containsPattern(
            "bundle test:store:1.0 has sha256 [0-9a-f]{64} .* the lock expects [0-9a-f]{64}");
  }

  @Test
  void aLockOfAnotherDistributionIsStale() throws Exception {
    Path file = Files.writeString(directory.resolve("lock.json"), LockFile.toJson(resolve(TEXT)));
    LockCheck.verifyDistribution(file, resolve(TEXT));

    assertThatThrownBy(
            () -> LockCheck.verifyDistribution(file, resolve(TEXT.replace("size: 3", "size: 4"))))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.LOCK_STALE))
        .hasMessageContaining("~ config front.size: 3 -> 4");
  }

  private Map<String, Object> lock(String text) throws IOException {
    return Json.parse(LockFile.toJson(resolve(text)));
  }

  private Assembly resolve(String text) throws IOException {
    Path yaml = Files.writeString(directory.resolve("d.yaml"), text);
    Repositories repositories = folder.repositories();
    return AssemblyResolver.resolve(new DistributionReader(repositories).read(yaml), repositories);
  }
}
