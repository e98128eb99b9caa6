package dev.atoll.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CandidatesTest {

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Candidates candidates;

  @BeforeEach
  void makeProduct() throws IOException {
    Path bundles = Files.createDirectories(directory.resolve("bundles"));
    List<LockedBundle> locked =
        List.of(
            lock(bundles, "x:atoll-gateway:1", false),
            lock(bundles, "x:atoll-gateway:2", true),
            lock(bundles, "x:atoll-engine:1", true));
    candidates =
        new Candidates(
            new DistributionLock("x:atoll-toy:1", "", Map.of(), locked, List.of(), Map.of()),
            directory,
            directory.resolve("kept"));
  }

  private static LockedBundle lock(Path bundles, String id, boolean alternative)
      throws IOException {
    LockedBundle unlocked = new LockedBundle(id, "", 0, alternative);
    Path jar = Files.writeString(bundles.resolve(unlocked.fileName()), id);
    return new LockedBundle(id, Digests.sha256(jar), Files.size(jar), alternative);
  }

  private Path jar(String name) throws IOException {
    Path jar = directory.resolve("given.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    if (!name.isEmpty()) {
      manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
      manifest.getMainAttributes().putValue("Bundle-Version", "3.0.0");
    }
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private String found(String name) {
    return candidates.find(name, "").locked().id();
  }

  @Test
  void aBundleOfTheProductIsFoundByAnyOfItsNames() {
    assertThat(found("engine")).isEqualTo("x:atoll-engine:1");
    assertThat(found("atoll-engine")).isEqualTo("x:atoll-engine:1");
    assertThat(found("x:atoll-gateway:2")).isEqualTo("x:atoll-gateway:2");
    assertThat(found("atoll-gateway:1")).isEqualTo("x:atoll-gateway:1");
    assertThat(found(candidates.find("engine", "").locked().sha256()))
        .isEqualTo("x:atoll-engine:1");
  }

  @Test
  void aNameOfTwoBundlesIsRefusedWithBoth() {
    assertThatThrownBy(() -> found("gateway"))
        .hasMessage(
            "gateway is more than one bundle of the product: x:atoll-gateway:1, x:atoll-gateway:2");
  }

  @Test
  void anUnknownNameIsToldTheAlternatives() {
    assertThatThrownBy(() -> found("gatway"))
        .hasMessage(
            "gatway is no bundle of the product, which has: x:atoll-gateway:2, x:atoll-engine:1");
  }

  @Test
  void aBundleThatWasChangedIsRefused() throws IOException {
    Files.writeString(directory.resolve("bundles/atoll-engine-1.jar"), "something else");

    assertThatThrownBy(() -> found("engine"))
        .hasMessageStartingWith("bundle x:atoll-engine:1 has sha256 ");
  }

  @Test
  void aJarNeedsTheDigestOfSomebodyElse() throws IOException {
    Path jar = jar("mine");

    assertThatThrownBy(() -> candidates.find(jar.toString(), ""))
        .hasMessage(
            "%s has sha256 %s, and no digest was given to compare"
                .formatted(jar, Digests.sha256(jar)));
    assertThatThrownBy(() -> candidates.find(jar.toString(), "00"))
        .hasMessage("%s has sha256 %s, expected 00".formatted(jar, Digests.sha256(jar)));
  }

  @Test
  void aJarIsKeptForTheNextStartUntilItIsForgotten() throws IOException {
    Path jar = jar("mine");
    String sha256 = Digests.sha256(jar);

    Candidate candidate = candidates.find(jar.toString(), sha256);

    assertThat(candidate.locked().id())
        .isEqualTo("local:mine:3.0.0-%s".formatted(sha256.substring(0, 12)));
    assertThat(candidate.jar()).startsWith(directory.resolve("kept")).hasSameBinaryContentAs(jar);
    candidates.forget(candidate);
    assertThat(candidate.jar()).doesNotExist();
  }

  @Test
  void aJarThatIsNoBundleIsRefused() throws IOException {
    Path jar = jar("");

    assertThatThrownBy(() -> candidates.find(jar.toString(), Digests.sha256(jar)))
        .hasMessage("%s is no bundle: it has no Bundle-SymbolicName".formatted(jar));
  }
}
