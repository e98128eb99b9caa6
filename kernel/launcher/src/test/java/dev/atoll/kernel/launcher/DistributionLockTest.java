package dev.atoll.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.DistributionLock.Listener;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionLockTest {

  private static final DistributionLock LOCK =
      new DistributionLock(
          "dev.atoll:atoll-toy:1.2.3",
          "a toy",
          Map.of("port", 8000, "host", "localhost", "safe", true),
          List.of(new LockedBundle("g:a:1", "ab".repeat(32), 42, false)),
          List.of(new Listener("http", "${host}", "${port}")),
          Map.of("a", Map.of("url", "http://${host}:${port}/", "flags", List.of("${safe}"))));

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path file = Files.writeString(directory.resolve("lock.json"), LOCK.toJson());

    assertThat(DistributionLock.read(file)).isEqualTo(LOCK);
  }

  @Test
  void theIdTellsNameFamilyAndVersion() {
    assertThat(LOCK.name()).isEqualTo("toy");
    assertThat(LOCK.family()).isEqualTo("dev.atoll:atoll-toy");
    assertThat(LOCK.version()).isEqualTo("1.2.3");
    assertThat(LOCK.bundles().getFirst().fileName()).isEqualTo("a-1.jar");
  }

  @Test
  void variablesKeepTheirTypesAndOverridesTakeThem() {
    DistributionLock put = LOCK.with(Map.of("port", "9000"));

    assertThat(put.listeners()).containsExactly(new Listener("http", "localhost", 9000L));
    assertThat(put.config())
        .isEqualTo(Map.of("a", Map.of("url", "http://localhost:9000/", "flags", List.of(true))));
  }

  @Test
  void anOverrideOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> LOCK.with(Map.of("port", "http")))
        .isInstanceOf(KernelException.class)
        .hasMessage("variable port is \"http\", expected a whole number");
    assertThatThrownBy(() -> LOCK.with(Map.of("safe", "yes")))
        .hasMessage("variable safe is \"yes\", expected true or false");
  }

  @Test
  void aReferenceToNoVariableIsRefused() {
    DistributionLock broken =
        new DistributionLock(
            LOCK.id(), "", Map.of(), List.of(), List.of(), Map.of("a", Map.of("b", "x${c}")));

    assertThatThrownBy(() -> broken.with(Map.of()))
        .hasMessageStartingWith("${c} is not a variable of the distribution");
  }

  @Test
  void aDamagedLockIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("lock.json"), "{\"id\": \"a:b:1\"}");

    assertThatThrownBy(() -> DistributionLock.read(file))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "cannot read the locked distribution %s: \"bundles\" is missing".formatted(file));
  }
}
