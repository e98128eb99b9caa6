package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Histogram;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.metrics.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.util.tracker.BundleTracker;

/// What the kernel knows of bundles and their swaps.
final class BundleMetrics {

  private static final List<Double> PAUSE_SECONDS =
      List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0);

  private final Series<Counter> swaps;

  private final Series<Histogram> pauses;

  BundleMetrics(
      Metrics metrics,
      Kernel kernel,
      Supplier<List<Map<String, Object>>> health,
      BundleTracker<PluginScope> bundles) {
    swaps =
        metrics.counters(
            Metric.counter(
                "atoll_swaps_total",
                Unit.ONE,
                "Swaps of bundles by what is swapped and how it ended: done, refused or failed",
                "kind",
                "outcome"));
    pauses =
        metrics.histograms(
            Metric.histogram(
                "atoll_swap_exchange_seconds",
                Unit.SECONDS,
                "How long the exchange of a swap took, during which calls may wait",
                PAUSE_SECONDS,
                "kind"));
    metrics.observeEach(
        Metric.gauge(
            "atoll_build_info",
            Unit.ONE,
            "Always 1; the labels say what runs",
            "node",
            "version",
            "java"),
        () -> Map.of(List.of(kernel.name(), kernel.version(), Runtime.version().toString()), 1.0));
    metrics.observeEach(
        Metric.gauge(
            "atoll_bundle_up",
            Unit.ONE,
            "Whether a bundle with a module has started: 1, or 0 while it waits, starts or failed",
            "bundle",
            "version"),
        () -> states(bundles));
    metrics.observeEach(
        Metric.gauge(
            "atoll_health",
            Unit.ONE,
            "Health checks by what they say: 1 for each that says it now; up, degraded or down",
            "bundle",
            "status"),
        () -> healths(health.get()));
  }

  private static Map<List<String>, Double> states(BundleTracker<PluginScope> bundles) {
    Map<List<String>, Double> states = new HashMap<>();
    for (Bundle bundle : bundles.getBundles() == null ? new Bundle[0] : bundles.getBundles()) {
      PluginScope scope = bundles.getObject(bundle);
      if (scope != null) {
        states.put(
            List.of(bundle.getSymbolicName(), bundle.getVersion().toString()),
            scope.isUp() ? 1.0 : 0.0);
      }
    }
    return states;
  }

  private static Map<List<String>, Double> healths(List<Map<String, Object>> checks) {
    Map<List<String>, Double> healths = new HashMap<>();
    for (Map<String, Object> check : checks) {
      String status =
          String.valueOf(check.getOrDefault("status", HealthCheck.Status.DOWN))
              .toLowerCase(Locale.ROOT);
      healths.merge(List.of(String.valueOf(check.get("bundle")), status), 1.0, Double::sum);
    }
    return healths;
  }

  /// A swap has ended.
  ///
  /// @param arguments `kind`, `outcome`, and `micros` of the exchange if there was one
  void swapped(Map<String, Object> arguments) {
    String kind = String.valueOf(arguments.get("kind"));
    swaps.of(kind, String.valueOf(arguments.get("outcome"))).increment();
    if (arguments.get("micros") instanceof Number micros) {
      pauses.of(kind).record(micros.doubleValue() / 1e6);
    }
  }
}
