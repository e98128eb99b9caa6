package dev.atoll.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SwapRequestTest {

  @Test
  void whatIsSentIsWhatArrives() {
    SwapRequest request =
        new SwapRequest(
            "execution", "chicory", "ab", 20, true, Duration.ofMillis(5), Duration.ofSeconds(7));

    assertThat(SwapRequest.of(request.toMap())).isEqualTo(request);
  }

  @Test
  void onlyKindAndBundleAreNeeded() {
    assertThat(SwapRequest.of(Map.of("kind", "gateway", "bundle", "x")))
        .isEqualTo(
            new SwapRequest(
                "gateway", "x", "", 0, false, SwapRequest.HEALTH_WINDOW, SwapRequest.STEP_LIMIT));
  }

  @Test
  void aWrongArgumentIsNamed() {
    assertThatThrownBy(() -> SwapRequest.of(Map.of("kind", "gateway")))
        .hasMessage("argument bundle of swap is null, expected a text");
    assertThatThrownBy(() -> SwapRequest.of(Map.of("kind", "gateway", "bundle", "x", "shadow", -1)))
        .hasMessage("argument shadow of swap is -1, expected a whole number from 0");
    assertThatThrownBy(() -> SwapRequest.of(Map.of("kin", "gateway")))
        .hasMessageStartingWith("argument kin of swap is unknown, expected one of kind, bundle");
  }
}
