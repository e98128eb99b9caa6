package dev.atoll.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a node is up, with plugins of which none stops it.
final class ReadinessTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Readiness readiness(Duration pluginStartMax) {
    Readiness readiness = new Readiness(pluginStartMax);
    readiness.expect(1, "core", "1.0.0");
    readiness.isPlugin(2);
    readiness.expect(2, "plugin", "1.0.0");
    return readiness;
  }

  private static Map<String, Object> state(long id, String state) {
    return Map.of("id", id, "state", state, "cause", state.equals("FAILED") ? "it broke" : "");
  }

  @Test
  void aPluginThatFailsDoesNotStopTheNode() throws InterruptedException {
    Readiness readiness = readiness(LONG);
    readiness.everythingStarted();
    readiness.accept(state(2, "FAILED"));
    readiness.accept(state(1, "UP"));

    assertThat(readiness.await(LONG)).isTrue();
    assertThat(readiness.badPlugins())
        .singleElement()
        .satisfies(plugin -> assertThat(plugin.cause()).isEqualTo("it broke"));
  }

  @Test
  void aPluginThatHangsIsLateAndDoesNotStopTheNode() throws InterruptedException {
    Readiness readiness = readiness(Duration.ofMillis(1));
    readiness.everythingStarted();
    readiness.accept(state(1, "UP"));

    assertThat(readiness.await(LONG)).isTrue();
    assertThat(readiness.badPlugins()).hasSize(1);
  }

  @Test
  void aPluginThatOthersNeedAndThatFailsIsToldAtOnce() throws InterruptedException {
    Readiness readiness = readiness(LONG);
    readiness.everythingStarted();
    readiness.accept(state(1, "WAITING"));
    readiness.accept(state(2, "FAILED"));

    assertThat(readiness.await(LONG)).isFalse();
    assertThat(readiness.badPlugins()).hasSize(1);
  }

  @Test
  void aBundleOfTheProductThatFailsStopsTheNode() throws InterruptedException {
    Readiness readiness = readiness(LONG);
    readiness.everythingStarted();
    readiness.accept(state(1, "FAILED"));
    readiness.accept(state(2, "UP"));

    assertThat(readiness.await(LONG)).isFalse();
    assertThat(readiness.badPlugins()).isEmpty();
  }
}
