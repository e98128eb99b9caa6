package dev.atoll.kernel.metrics;

import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.MetricsReader.Family;
import dev.atoll.spi.metrics.MetricsReader.Sample;
import dev.atoll.spi.metrics.MetricsReader.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series of one metric, added up over bundles.
final class Totals {

  private static final Comparator<List<String>> BY_LABELS =
      (a, b) -> {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
          int compared = a.get(i).compareTo(b.get(i));
          if (compared != 0) {
            return compared;
          }
        }
        return Integer.compare(a.size(), b.size());
      };

  private final Metric metric;

  private final Map<List<String>, Value> values = new HashMap<>();

  Totals(Metric metric) {
    this.metric = metric;
  }

  Metric metric() {
    return metric;
  }

  /// Values that do not fit are left out: two metrics share a name, and the first one has it.
  void add(Metric other, Map<List<String>, Value> more) {
    if (metric.fits(other)) {
      more.forEach((labels, value) -> values.merge(labels, value, Totals::sum));
    }
  }

  Map<List<String>, Value> values() {
    return values;
  }

  private static Value sum(Value a, Value b) {
    return switch (a) {
      case Value.Scalar(double x) when b instanceof Value.Scalar(double y) ->
          new Value.Scalar(x + y);
      case Value.Distribution(List<Long> x, double sumX)
          when b instanceof Value.Distribution(List<Long> y, double sumY) -> {
        List<Long> counts = new ArrayList<>(x.size());
        for (int i = 0; i < x.size(); i++) {
          counts.add(x.get(i) + y.get(i));
        }
        yield new Value.Distribution(List.copyOf(counts), sumX + sumY);
      }
      default -> throw new IllegalStateException("%s and %s are of one metric".formatted(a, b));
    };
  }

  Family family() {
    return new Family(
        metric,
        values.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(BY_LABELS))
            .map(entry -> new Sample(entry.getKey(), entry.getValue()))
            .toList());
  }
}
