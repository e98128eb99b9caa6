package dev.atoll.spi.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// All that the node measures, for exporters. The kernel exports it as a service.
@ProviderType
public interface MetricsReader {

  /// The values of now, in milliseconds and without blocking; callable from any thread.
  ///
  /// @return metrics in the order of their names, each name once; one that has no series yet is
  ///     there too
  List<Family> read();

  /// A metric with its series.
  ///
  /// @param samples in the order of their label values
  record Family(Metric metric, List<Sample> samples) {}

  /// One series.
  ///
  /// @param labelValues one for each label of the metric
  record Sample(List<String> labelValues, Value value) {}

  /// What a series came to.
  sealed interface Value {

    /// Of a counter or gauge.
    record Scalar(double value) implements Value {}

    /// Of a histogram.
    ///
    /// @param counts how many values are in each bucket, and at last how many are above all bounds
    /// @param sum of all values
    record Distribution(List<Long> counts, double sum) implements Value {}
  }
}
