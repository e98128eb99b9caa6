package dev.atoll.gateway.http;

import dev.atoll.gateway.http.HttpGateway.Load;
import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Histogram;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.metrics.Series;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What the gateway tells operators of its requests. Callable from any thread.
final class GatewayMetrics {

  private static final List<Double> SECONDS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  private final Series<Counter> requests;

  private final Series<Histogram> seconds;

  /// @param load what is under way, asked for by exporters
  GatewayMetrics(Metrics metrics, Supplier<Load> load) {
    requests =
        metrics.counters(
            Metric.counter(
                "atoll_http_requests_total",
                Unit.ONE,
                "HTTP requests by what they ask for and the status they got",
                "route",
                "status"));
    seconds =
        metrics.histograms(
            Metric.histogram(
                "atoll_http_request_seconds",
                Unit.SECONDS,
                "From the header section of a request to the beginning of its answer",
                SECONDS,
                "route"));
    metrics.observe(
        Metric.gauge("atoll_http_connections", Unit.ONE, "Open HTTP connections"),
        () -> load.get().connections());
    metrics.observeEach(
        Metric.gauge(
            "atoll_http_requests_under_way",
            Unit.ONE,
            "Requests that the core has, and calls that wait for their certificate",
            "state"),
        () -> {
          Load now = load.get();
          return Map.of(
              List.of("asking"), (double) now.asking(), List.of("waiting"), (double) now.waiting());
        });
    metrics.observe(
        Metric.gauge(
            "atoll_http_bodies_bytes", Unit.BYTES, "Memory of the bodies of requests under way"),
        () -> (double) load.get().bodyBytes());
  }

  void answered(String route, int status, long nanos) {
    requests.of(route, Integer.toString(status)).increment();
    seconds.of(route).recordNanos(nanos);
  }
}
