package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineChoiceTest {

  private static final DistributionLock LOCK =
      new DistributionLock(
          "g:atoll-toy:1",
          "a toy",
          Map.of(),
          List.of(
              bundle("atoll-store", false), bundle("atoll-one", false), bundle("atoll-two", true)),
          List.of(),
          Map.of("atoll-store", Map.of("size", 1), "atoll-one", Map.of("mode", "fast", "size", 2)));

  @TempDir private Path bundles;

  private static LockedBundle bundle(String name, boolean alternative) {
    return new LockedBundle("g:" + name + ":1", "ab", 1, alternative);
  }

  private Path file(LockedBundle bundle) {
    return bundles.resolve(bundle.fileName());
  }

  @BeforeEach
  void makeJars() throws IOException {
    jar("atoll-store", "dev.atoll.spi.storage.StorageFactory");
    jar("atoll-one", "dev.atoll.spi.execution.WasmEngine");
    jar("atoll-two", "dev.atoll.spi.execution.WasmEngine");
  }

  private void jar(String name, String service) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-SymbolicName", name + ";singleton:=true");
    headers.putValue(
        "Provide-Capability",
        "osgi.service;objectClass:List<String>=\"" + service + "\";effective:=active");
    new JarOutputStream(Files.newOutputStream(bundles.resolve(name + "-1.jar")), manifest).close();
  }

  @Test
  void anAlternativeTakesThePlaceOfTheEngineWithItsSettings() {
    DistributionLock chosen =
        new EngineChoice("two:mode=slow,size=3,deep=true").in(LOCK, this::file);

    assertThat(chosen.started())
        .extracting(LockedBundle::id)
        .containsExactly("g:atoll-store:1", "g:atoll-two:1");
    assertThat(chosen.config())
        .isEqualTo(
            Map.of(
                "atoll-store", Map.of("size", 1),
                "atoll-two", Map.of("mode", "slow", "size", 3L, "deep", true)));
  }

  @Test
  void settingsAreAddedToThoseOfTheDistribution() {
    assertThat(new EngineChoice("atoll-one:mode=slow").in(LOCK, this::file).config())
        .containsEntry("atoll-one", Map.of("mode", "slow", "size", 2));
  }

  @Test
  void withoutAChoiceTheDistributionStays() {
    assertThat(new EngineChoice("").in(LOCK, this::file)).isEqualTo(LOCK);
  }

  @Test
  void whatIsNoEngineIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> new EngineChoice("store").in(LOCK, this::file))
        .hasMessage("store is no engine of the distribution, which has: atoll-one, atoll-two");
    assertThatThrownBy(() -> new EngineChoice("one:fast").in(LOCK, this::file))
        .hasMessage("setting \"fast\" of engine one:fast is not KEY=VALUE");
  }
}
