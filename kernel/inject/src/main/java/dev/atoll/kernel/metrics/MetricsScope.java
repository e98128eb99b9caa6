package dev.atoll.kernel.metrics;

import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Gauge;
import dev.atoll.spi.metrics.Histogram;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Kind;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.metrics.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The metrics of one bundle while it is there. Safe for use from any thread.
public final class MetricsScope implements Metrics, AutoCloseable {

  private final MetricsRegistry registry;

  private final String owner;

  private final ConcurrentHashMap<String, Source> sources = new ConcurrentHashMap<>();

  MetricsScope(MetricsRegistry registry, String owner) {
    this.registry = registry;
    this.owner = owner;
  }

  /// The symbolic name of the bundle.
  String owner() {
    return owner;
  }

  List<Source> sources() {
    return new ArrayList<>(sources.values());
  }

  @Override
  public Counter counter(Metric metric) {
    return written(metric, Kind.COUNTER, false, Instruments.Sum::new).of();
  }

  @Override
  public Series<Counter> counters(Metric metric) {
    return written(metric, Kind.COUNTER, true, Instruments.Sum::new)::of;
  }

  @Override
  public Gauge gauge(Metric metric) {
    return written(metric, Kind.GAUGE, false, Instruments.Last::new).of();
  }

  @Override
  public Series<Gauge> gauges(Metric metric) {
    return written(metric, Kind.GAUGE, true, Instruments.Last::new)::of;
  }

  @Override
  public Histogram histogram(Metric metric) {
    return written(metric, Kind.HISTOGRAM, false, buckets(metric)).of();
  }

  @Override
  public Series<Histogram> histograms(Metric metric) {
    return written(metric, Kind.HISTOGRAM, true, buckets(metric))::of;
  }

  private static Supplier<Instruments.Buckets> buckets(Metric metric) {
    return () -> new Instruments.Buckets(metric.bounds());
  }

  /// @param labelled whether the metric is expected to have labels
  @SuppressWarnings("unchecked") // a metric of one kind is written to with one class
  private <T extends Instruments.Measured> Source.Written<T> written(
      Metric metric, Kind kind, boolean labelled, Supplier<T> fresh) {
    if (metric.kind() != kind || metric.labels().isEmpty() == labelled) {
      throw new IllegalArgumentException(
          "metric %s is a %s with the labels %s, expected a %s %s labels"
              .formatted(
                  metric.name(),
                  metric.kind(),
                  metric.labels(),
                  kind,
                  labelled ? "with" : "without"));
    }
    Source source =
        sources.compute(
            metric.name(),
            (_, known) ->
                known instanceof Source.Written<?> written && written.metric().fits(metric)
                    ? written
                    : new Source.Written<>(metric, fresh));
    registry.announced(this, metric);
    return (Source.Written<T>) source;
  }

  @Override
  public void observe(Metric metric, DoubleSupplier value) {
    if (!metric.labels().isEmpty()) {
      throw new IllegalArgumentException(
          "metric %s has the labels %s, expected none".formatted(metric.name(), metric.labels()));
    }
    observeEach(metric, () -> Map.of(List.of(), value.getAsDouble()));
  }

  @Override
  public void observeEach(Metric metric, Supplier<Map<List<String>, Double>> values) {
    if (metric.kind() == Kind.HISTOGRAM) {
      throw new IllegalArgumentException(
          "metric %s is a HISTOGRAM, expected a COUNTER or a GAUGE".formatted(metric.name()));
    }
    sources.put(metric.name(), new Source.Observed(metric, values));
    registry.announced(this, metric);
  }

  /// Lets go of everything of the bundle; what it counted stays in the totals.
  @Override
  public void close() {
    registry.retire(this);
    sources.clear();
  }
}
