package dev.atoll.spi.metrics;

import org.osgi.annotation.versioning.ProviderType;

/// The counters, gauges or histograms of one metric, told apart by the values of its labels.
/// Callable from any thread.
///
/// @param <T> [Counter], [Gauge] or [Histogram]
@ProviderType
@FunctionalInterface
public interface Series<T> {

  /// How many series a metric of one bundle may have; values beyond are counted together, in a
  /// series whose labels are `other`.
  int SERIES_MAX = 1_000;

  /// The one with these values, made when it is asked for first; it can be kept.
  ///
  /// @param labelValues one for each label, in their order: never anything of which clients can
  ///     make as many as they like
  /// @throws IllegalArgumentException if they are more or fewer than the labels
  T of(String... labelValues);
}
