package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GatewayConfigTest {

  private final TestConfig config = new TestConfig();

  @Test
  void aCountOfZeroIsRefused() {
    config.callsMax = 0;

    assertThatThrownBy(config::build).hasMessage("calls-max is 0, expected 1 to 1000000");
  }

  @Test
  void aTimeoutOfZeroIsRefused() {
    config.answerWaitMax = Duration.ZERO;

    assertThatThrownBy(config::build)
        .hasMessage("answer-wait-max is PT0S, expected more than 0 and at most PT24H");
  }

  @Test
  void theSpaceForAllBodiesHoldsOne() {
    config.requestBodyMax = 2_000;
    config.requestBodiesMax = 1_000;

    assertThatThrownBy(config::build)
        .hasMessage(
            "request-bodies-max is 1000 bytes, at least request-body-max of 2000 bytes needed");
  }
}
