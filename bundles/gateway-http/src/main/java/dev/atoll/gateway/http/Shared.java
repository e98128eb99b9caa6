package dev.atoll.gateway.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all connections of a gateway have in common. Safe for use from any thread.
final class Shared {

  private static final Logger LOG = LoggerFactory.getLogger(Shared.class);

  private final GatewayConfig config;

  private final Router router;

  private final Dispatcher dispatcher;

  private final Responses responses;

  private final GatewayMetrics metrics;

  private final LongSupplier nanoTime;

  private final BodySpace bodySpace;

  private final LongAdder refusals = new LongAdder();

  private volatile boolean draining;

  Shared(
      GatewayConfig config,
      Router router,
      Dispatcher dispatcher,
      Responses responses,
      GatewayMetrics metrics,
      LongSupplier nanoTime) {
    this.config = config;
    this.router = router;
    this.dispatcher = dispatcher;
    this.responses = responses;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.bodySpace = new BodySpace(config.requestBodiesMax().bytes());
  }

  GatewayConfig config() {
    return config;
  }

  Router router() {
    return router;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Responses responses() {
    return responses;
  }

  GatewayMetrics metrics() {
    return metrics;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  int bodyBytesMax() {
    return Math.toIntExact(config.requestBodyMax().bytes());
  }

  RequestBody newBody(int declaredBytes) {
    return new RequestBody(bodySpace, bodyBytesMax(), declaredBytes);
  }

  long bodyBytes() {
    return bodySpace.usedBytes();
  }

  /// From now on every answer ends its connection.
  void startDraining() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  /// How long a connection may bring no request. Whoever has just connected is about to ask, and
  /// would see an end without an answer: a drain gives it the time of a header section.
  ///
  /// @param served whether it has brought one before
  Duration requestWait(boolean served) {
    if (!draining) {
      return config.idleTimeout();
    }
    return served ? config.drainGrace() : config.headTimeout();
  }

  /// Counts and logs a request that was not served.
  void refused(InetSocketAddress remote, Incoming request, Answer answer) {
    refusals.increment();
    LOG.debug(
        "request refused: remote={} request=\"{}\" status={} text=\"{}\"",
        remote,
        request,
        answer.status().code(),
        answer);
  }

  long refusals() {
    return refusals.sum();
  }
}
