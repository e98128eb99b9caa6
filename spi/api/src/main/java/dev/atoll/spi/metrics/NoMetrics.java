package dev.atoll.spi.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Measures nothing.
enum NoMetrics implements Metrics {
  INSTANCE;

  @Override
  public Counter counter(Metric metric) {
    return amount -> {};
  }

  @Override
  public Series<Counter> counters(Metric metric) {
    return labelValues -> amount -> {};
  }

  @Override
  public Gauge gauge(Metric metric) {
    return value -> {};
  }

  @Override
  public Series<Gauge> gauges(Metric metric) {
    return labelValues -> value -> {};
  }

  @Override
  public Histogram histogram(Metric metric) {
    return value -> {};
  }

  @Override
  public Series<Histogram> histograms(Metric metric) {
    return labelValues -> value -> {};
  }

  @Override
  public void observe(Metric metric, DoubleSupplier value) {}

  @Override
  public void observeEach(Metric metric, Supplier<Map<List<String>, Double>> values) {}
}
