package dev.atoll.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {

  private static final String TOY = "dev.atoll:atoll-toy";

  @TempDir private Path directory;

  @Test
  void aSecondHolderIsRefusedUntilTheFirstLetsGo() {
    Path path = directory.resolve("state");
    StateDirectory first = StateDirectory.open(path, TOY, false);
    assertThat(first.isNew()).isTrue();
    assertThatThrownBy(() -> StateDirectory.open(path, TOY, false))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "%s is in use by the node with process id %d"
                .formatted(path, ProcessHandle.current().pid()));

    first.close();

    try (StateDirectory second = StateDirectory.open(path, TOY, false)) {
      assertThat(second.isNew()).isFalse();
    }
  }

  @Test
  void theStateOfAnotherDistributionIsRefused() {
    StateDirectory.open(directory.resolve("state"), TOY, false).close();

    assertThatThrownBy(() -> StateDirectory.open(directory.resolve("state"), "x:other", true))
        .hasMessage(
            "%s belongs to the distribution %s, this is x:other"
                .formatted(directory.resolve("state"), TOY));
  }

  @Test
  void theStateOfAnotherVersionIsRefusedAndLeftAlone() throws IOException {
    Path state = directory.resolve("state");
    StateDirectory.open(state, TOY, false).close();
    String newer = "{\"format\": 9, \"distribution\": \"" + TOY + "\"}";
    Files.writeString(state.resolve(StateDirectory.MARKER), newer);

    assertThatThrownBy(() -> StateDirectory.open(state, TOY, true))
        .isInstanceOf(KernelException.class)
        .hasMessage("%s has format 9, this version reads 1".formatted(state));
    assertThat(state.resolve(StateDirectory.MARKER)).hasContent(newer);
  }

  @Test
  void freshStateHasNothingOfTheOldAndLinksAreNotFollowed() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "stays");
    Path path = directory.resolve("state");
    StateDirectory.open(path, TOY, false).close();
    Files.createDirectories(path.resolve("bundles/toy"));
    Files.createSymbolicLink(path.resolve("bundles/toy/link"), outside);

    StateDirectory.open(path, TOY, true).close();

    assertThat(path.resolve("bundles")).doesNotExist();
    assertThat(outside).hasContent("stays");
  }

  @Test
  void temporaryFilesOfAKilledNodeAreDeleted() throws IOException {
    try (StateDirectory state = StateDirectory.open(directory.resolve("state"), TOY, false)) {
      Path left = Files.createDirectory(state.temporary().resolve("left"));
      Files.writeString(left.resolve("library.so"), "native");

      assertThat(state.temporary()).isEmptyDirectory();
    }
  }

  @Test
  void onlyALivingNodeIsFound() throws IOException {
    Path path = directory.resolve("state");
    ProcessHandle self = ProcessHandle.current();
    Instant start = self.info().startInstant().orElseThrow();
    try (StateDirectory state = StateDirectory.open(path, TOY, false)) {
      assertThat(StateDirectory.runningNode(path)).isEmpty();

      state.publish(node(self.pid(), start));
      assertThat(StateDirectory.runningNode(path)).contains(node(self.pid(), start));

      state.publish(node(self.pid(), start.minusSeconds(3600))); // the id was given out again
      assertThat(StateDirectory.runningNode(path)).isEmpty();
    }
  }

  private static NodeInfo node(long pid, Instant start) {
    return new NodeInfo(
        pid, start, TOY, "1", "ready", Map.of("http", "u"), List.of(), List.of(), Instant.EPOCH);
  }
}
