package dev.atoll.kernel.metrics;

import dev.atoll.kernel.metrics.Instruments.Measured;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.MetricsReader.Value;
import dev.atoll.spi.metrics.Series;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the values of one metric of one bundle come from.
sealed interface Source {

  Metric metric();

  /// By the values of the labels.
  Map<List<String>, Value> values();

  /// What a bundle wrote.
  ///
  /// @param <T> what it writes to
  final class Written<T extends Measured> implements Source, Series<T> {

    private final Metric metric;

    private final Supplier<T> fresh;

    private final ConcurrentHashMap<List<String>, T> series = new ConcurrentHashMap<>();

    Written(Metric metric, Supplier<T> fresh) {
      this.metric = metric;
      this.fresh = fresh;
    }

    @Override
    public T of(String... labelValues) {
      List<String> key = List.of(labelValues);
      T known = series.get(key);
      if (known != null) {
        return known;
      }
      if (key.size() != metric.labels().size()) {
        throw new IllegalArgumentException(
            "metric %s has the labels %s, found the values %s"
                .formatted(metric.name(), metric.labels(), key));
      }
      return series.computeIfAbsent(
          series.size() < SERIES_MAX ? key : Collections.nCopies(key.size(), "other"),
          _ -> fresh.get());
    }

    @Override
    public Metric metric() {
      return metric;
    }

    @Override
    public Map<List<String>, Value> values() {
      Map<List<String>, Value> values = new HashMap<>();
      series.forEach((labels, measured) -> values.put(labels, measured.value()));
      return values;
    }
  }

  /// What a bundle is asked for.
  record Observed(Metric metric, Supplier<Map<List<String>, Double>> ask) implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(Observed.class);

    /// A bundle that cannot say has no values; the others are read on.
    @Override
    public Map<List<String>, Value> values() {
      Map<List<String>, Value> values = new HashMap<>();
      try {
        ask.get()
            .forEach(
                (labels, value) -> {
                  if (labels.size() == metric.labels().size() && !value.isNaN()) {
                    values.put(List.copyOf(labels), new Value.Scalar(value));
                  }
                });
      } catch (RuntimeException | LinkageError | AssertionError e) {
        LOG.debug("metric {} has no value", metric.name(), e);
      }
      return values;
    }
  }
}
