package dev.atoll.gateway.http;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;
import java.time.Duration;

/// What an operator may set. Where the reference implementation has the same limit, its value is
/// the default.
///
/// Source: reference implementation `rs/config/src/http_handler.rs`.
///
/// @param answerWaitMax how long a synchronous call waits for its certificate before it is answered
///     with 202
/// @param answerWaitsMax how many calls may wait at once; one more is accepted and answered with
///     202
/// @param callsMax how many calls may be checked at once; one more is refused with 429
/// @param queriesMax how many queries may be executed at once
/// @param readStatesMax how many read_state requests may be answered at once
/// @param statusesMax how many status and health requests may be answered at once
/// @param mountRequestsMax how many requests one mount may be at; one more is refused with 429
/// @param mountAnswerMax how long a mount may take until its answer begins
/// @param requestBodyMax the largest body of one request
/// @param requestBodiesMax what the bodies of all requests under way may take together
/// @param headMax the largest header section of a request
/// @param connectionsMax how many connections are served; further ones wait in the backlog
/// @param headTimeout how long a client may take to send a header section
/// @param receiveTimeout how long a client may take to send a body
/// @param sendTimeout how long a client may take to read a response
/// @param idleTimeout how long a connection stays open without a request
/// @param drainGrace how long a connection that was used before may still bring a request once a
///     drain began; one that has brought none yet has `headTimeout`
/// @param ioThreads how many event loops there are
/// @param filtersMin how many ingress filters must be there: with fewer, calls, queries and
///     read_state requests are refused with 503
public record GatewayConfig(
    @Default("10s") Duration answerWaitMax,
    @Default("10000") int answerWaitsMax,
    @Default("400") int callsMax,
    @Default("400") int queriesMax,
    @Default("100") int readStatesMax,
    @Default("100") int statusesMax,
    @Default("16") int mountRequestsMax,
    @Default("30s") Duration mountAnswerMax,
    @Default("5MiB") ByteSize requestBodyMax,
    @Default("256MiB") ByteSize requestBodiesMax,
    @Default("16KiB") ByteSize headMax,
    @Default("10000") int connectionsMax,
    @Default("10s") Duration headTimeout,
    @Default("5m") Duration receiveTimeout,
    @Default("5m") Duration sendTimeout,
    @Default("5m") Duration idleTimeout,
    @Default("1s") Duration drainGrace,
    @Default("2") int ioThreads,
    @Default("0") int filtersMin) {

  /// Beyond this a header section or a body no longer fits the arrays that hold it.
  private static final long SIZE_BYTES_MAX = 1L << 30;

  private static final int COUNT_MAX = 1_000_000;

  private static final Duration TIMEOUT_MAX = Duration.ofDays(1);

  public GatewayConfig {
    checkTimeout("answer-wait-max", answerWaitMax);
    checkCount("answer-waits-max", answerWaitsMax);
    checkCount("calls-max", callsMax);
    checkCount("queries-max", queriesMax);
    checkCount("read-states-max", readStatesMax);
    checkCount("statuses-max", statusesMax);
    checkCount("mount-requests-max", mountRequestsMax);
    checkTimeout("mount-answer-max", mountAnswerMax);
    checkSize("request-body-max", requestBodyMax);
    checkSize("head-max", headMax);
    checkCount("connections-max", connectionsMax);
    checkTimeout("head-timeout", headTimeout);
    checkTimeout("receive-timeout", receiveTimeout);
    checkTimeout("send-timeout", sendTimeout);
    checkTimeout("idle-timeout", idleTimeout);
    checkTimeout("drain-grace", drainGrace);
    checkCount("io-threads", ioThreads);
    if (filtersMin < 0 || filtersMin > COUNT_MAX) {
      throw new IllegalArgumentException(
          "filters-min is %d, expected 0 to %d".formatted(filtersMin, COUNT_MAX));
    }
    if (requestBodiesMax.bytes() < requestBodyMax.bytes()) {
      throw new IllegalArgumentException(
          "request-bodies-max is %d bytes, at least request-body-max of %d bytes needed"
              .formatted(requestBodiesMax.bytes(), requestBodyMax.bytes()));
    }
  }

  private static void checkCount(String key, int count) {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException(
          "%s is %d, expected 1 to %d".formatted(key, count, COUNT_MAX));
    }
  }

  private static void checkSize(String key, ByteSize size) {
    if (size.bytes() < 1 || size.bytes() > SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s is %d bytes, expected 1 to %d".formatted(key, size.bytes(), SIZE_BYTES_MAX));
    }
  }

  private static void checkTimeout(String key, Duration timeout) {
    if (!timeout.isPositive() || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, expected more than 0 and at most %s".formatted(key, timeout, TIMEOUT_MAX));
    }
  }
}
