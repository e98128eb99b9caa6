package dev.atoll.spi.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/// What one bundle measures. Callable from any thread.
///
/// When the bundle goes, its gauges go with it; what it counted stays in the totals of the node, so
/// that a counter never falls when a bundle is swapped. Two bundles may measure the same metric, as
/// two versions of one do while they are swapped: their values are added. Asking twice for the same
/// metric gives the same instrument.
///
/// ```java
/// Counter refused =
///     metrics.counter(
///         Metric.counter("filter_refused_total", Unit.ONE, "requests that the filter refused"));
/// ```
@ProviderType
public interface Metrics {

  /// @throws IllegalArgumentException if the metric is no counter, or has labels
  Counter counter(Metric metric);

  /// @throws IllegalArgumentException if the metric is no counter, or has no labels
  Series<Counter> counters(Metric metric);

  Gauge gauge(Metric metric);

  Series<Gauge> gauges(Metric metric);

  Histogram histogram(Metric metric);

  Series<Histogram> histograms(Metric metric);

  /// Has a counter or gauge without labels asked for whenever an exporter reads.
  ///
  /// @param value quick, and without blocking; not shown while it throws or is not a number
  void observe(Metric metric, DoubleSupplier value);

  /// Has a counter or gauge with labels asked for whenever an exporter reads.
  ///
  /// @param values by the values of the labels
  void observeEach(Metric metric, Supplier<Map<List<String>, Double>> values);

  /// Measures nothing, for tests and for nodes without an exporter.
  static Metrics none() {
    return NoMetrics.INSTANCE;
  }
}
