package dev.atoll.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SwapOverlayTest {

  private static final LockedBundle FAST = bundle("x:fast:1", false);

  private static final LockedBundle SLOW = bundle("x:slow:1", true);

  private static final LockedBundle LOCAL = bundle("local:mine:1-abc", true);

  private static final DistributionLock LOCK =
      new DistributionLock(
          "x:atoll-toy:1",
          "",
          Map.of(),
          List.of(bundle("x:spi:1", false), FAST, SLOW),
          List.of(),
          Map.of("replica", Map.of("size", 1)));

  @TempDir private Path directory;

  private static LockedBundle bundle(String id, boolean alternative) {
    return new LockedBundle(id, "sha of " + id, 1, alternative);
  }

  private List<String> started(SwapOverlay overlay) {
    return overlay.in(LOCK, directory).started().stream().map(LockedBundle::id).toList();
  }

  @Test
  void whatWasSwappedInIsStartedInPlaceOfTheDistributionsOwn() {
    SwapOverlay overlay = SwapOverlay.NONE.with(FAST, SLOW, Map.of());

    assertThat(started(overlay)).containsExactly("x:spi:1", "x:slow:1");
  }

  @Test
  void swappingBackLeavesNothing() {
    SwapOverlay overlay = SwapOverlay.NONE.with(FAST, SLOW, Map.of()).with(SLOW, FAST, Map.of());

    assertThat(overlay).isEqualTo(SwapOverlay.NONE);
  }

  @Test
  void theDistributionsOwnIsRememberedOverSeveralSwaps() throws Exception {
    Files.writeString(directory.resolve(LOCAL.fileName()), "a jar");
    SwapOverlay overlay = SwapOverlay.NONE.with(FAST, SLOW, Map.of()).with(SLOW, LOCAL, Map.of());

    assertThat(started(overlay)).containsExactly("x:spi:1", "local:mine:1-abc");
    assertThat(overlay.with(LOCAL, FAST, Map.of())).isEqualTo(SwapOverlay.NONE);
  }

  @Test
  void settingsOfAnExchangeJoinTheSectionOfTheirBundle() {
    SwapOverlay overlay =
        SwapOverlay.NONE.with(FAST, SLOW, Map.of("replica", Map.of("place", "two")));

    assertThat(overlay.in(LOCK, directory).config())
        .isEqualTo(Map.of("replica", Map.of("size", 1, "place", "two")));
  }

  @Test
  void itIsReadAsItWasWritten() throws Exception {
    SwapOverlay decided =
        SwapOverlay.NONE.with(FAST, SLOW, Map.of("replica", Map.of("place", "two")));
    SwapOverlay undecided = decided.or(SwapOverlay.NONE);

    assertThat(SwapOverlay.read(directory)).isEqualTo(SwapOverlay.NONE);
    undecided.write(directory);
    assertThat(SwapOverlay.read(directory)).isEqualTo(undecided);
    undecided.settle(directory);
    assertThat(SwapOverlay.read(directory)).isEqualTo(decided);
  }

  @Test
  void aFileThatSaysNothingIsNotPassedOver() throws Exception {
    Files.writeString(directory.resolve(SwapOverlay.FILE_NAME), "{\"format\": 7}");

    assertThatThrownBy(() -> SwapOverlay.read(directory))
        .hasMessage(
            "cannot read %s, which says what was swapped: format 7, expected 1"
                .formatted(directory.resolve(SwapOverlay.FILE_NAME)));
  }

  @Test
  void aJarThatHasGoneIsNamed() {
    SwapOverlay overlay = SwapOverlay.NONE.with(FAST, LOCAL, Map.of());

    assertThatThrownBy(() -> overlay.in(LOCK, directory))
        .hasMessage(
            "bundle local:mine:1-abc was swapped in for x:fast:1 and is neither in the product nor"
                + " in "
                + directory);
  }
}
