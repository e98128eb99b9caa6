package dev.atoll.gateway.http;

import dev.atoll.spi.kernel.ByteSize;
import java.time.Duration;

/// The defaults of [GatewayConfig], for tests to change.
final class TestConfig {

  Duration answerWaitMax = Duration.ofSeconds(10);

  int answerWaitsMax = 10_000;

  int callsMax = 400;

  int queriesMax = 400;

  int readStatesMax = 100;

  int statusesMax = 100;

  int mountRequestsMax = 16;

  Duration mountAnswerMax = Duration.ofSeconds(30);

  long requestBodyMax = 5 << 20;

  long requestBodiesMax = 256 << 20;

  int connectionsMax = 10_000;

  int filtersMin;

  GatewayConfig build() {
    return new GatewayConfig(
        answerWaitMax,
        answerWaitsMax,
        callsMax,
        queriesMax,
        readStatesMax,
        statusesMax,
        mountRequestsMax,
        mountAnswerMax,
        new ByteSize(requestBodyMax),
        new ByteSize(requestBodiesMax),
        new ByteSize(16 << 10),
        connectionsMax,
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofSeconds(1),
        2,
        filtersMin);
  }
}
